#include "unit/daemon/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using test::Json;
using test::observed;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Answer {
    std::string verb;
    Json map;
};

class MunicipalityDeskTest : public test::DeskTest {
  protected:
    MunicipalityDeskTest() { start_by_default_rules(); }

    static Answer read(const codec::ServerMessage& message) {
        test::keep_seen({message.verb, message.payload});
        return {message.verb, klik::test::json_of(message.payload)};
    }
    Answer put(const Json& event) {
        const std::string bytes = klik::test::msgpack_of(event);
        return read(desk.put({bytes}, {"\x05", now}));
    }
    Answer ask(const std::string& id, std::int64_t number, const std::string& status) {
        engine::RequestChange request;
        request.id = id;
        request.number = {number};
        request.change[domain::TaskField::status] = status;
        return read(desk.ask({request}, {"\x05", now}));
    }
    void publish(const std::string& topic, const Json& event) {
        desk.take_published_fact("kombit", topic, klik::test::msgpack_of(event), now);
        desk.close_batch(now);
    }
    static Json counted(Json event, std::uint64_t sequence, const std::string& epoch = "e-1") {
        event["sequence"] = domain::to_string(domain::Sequence{sequence});
        event["sourceepoch"] = epoch;
        return event;
    }
    /// The records behind a sequence as `type data`.
    std::vector<std::string> records_behind(std::uint64_t sequence) {
        std::vector<std::string> lines;
        const auto records =
            journal.read(test::korsbaek, {sequence}, journal::all_records, 1000).value();
        for (const auto& record : records) {
            lines.push_back(record.type + " " + klik::test::json_of(record.data).dump());
        }
        return lines;
    }
    std::uint64_t counter(const std::string& name) const {
        const auto found = desk.counters().find(name);
        return found == desk.counters().end() ? 0 : found->second;
    }
};

TEST_F(MunicipalityDeskTest, APutIsAnsweredWithTheRecordThatItLeft) {
    const auto before = desk.state().head;
    const auto answer = put(observed(1, "f-1", {{"title", "En opgave"}}));
    EXPECT_EQ(answer.verb, "put.ok");
    EXPECT_EQ(answer.map["id"], "f-1");
    EXPECT_EQ(answer.map["sequence"], domain::to_string(domain::Sequence{before.value + 1}));
    EXPECT_EQ(answer.map["duplicate"], false);
    EXPECT_EQ(answer.map["ref"], 5);
    EXPECT_NE(desk.state().task({1}), nullptr);
}

TEST_F(MunicipalityDeskTest, TheSamePutAgainIsADuplicateWithTheFirstSequence) {
    const auto first = put(observed(1, "f-1", {{"title", "A"}}));
    const auto head = desk.state().head;
    const auto again = put(observed(1, "f-1", {{"title", "A"}}));
    EXPECT_EQ(again.verb, "put.ok");
    EXPECT_EQ(again.map["duplicate"], true);
    EXPECT_EQ(again.map["sequence"], first.map["sequence"]);
    EXPECT_EQ(desk.state().head, head);
}

TEST_F(MunicipalityDeskTest, OtherContentUnderTheSameIdIsAConflict) {
    put(observed(1, "f-1", {{"title", "A"}}));
    const auto head = desk.state().head;
    auto later = observed(1, "f-1", {{"title", "A"}});
    later["time"] = "2024-01-16T09:00:00Z";
    auto removal = observed(1, "f-1");
    removal["type"] = "dk.klik.task.removed.v1";
    for (const auto& event :
         {observed(1, "f-1", {{"title", "B"}}), observed(2, "f-1", {{"title", "A"}}),
          observed(1, "f-1"), later, removal}) {
        const auto answer = put(event);
        EXPECT_EQ(answer.map["code"], "conflict") << event.dump();
        EXPECT_THAT(answer.map["text"], HasSubstr("f-1"));
    }
    EXPECT_EQ(desk.state().head, head);
}

TEST_F(MunicipalityDeskTest, TheSameIdOfAnotherSourceIsAnotherFact) {
    put(observed(1, "f-1", {{"title", "A"}}));
    auto other = observed(1, "f-1", {{"title", "B"}});
    other["source"] = "/import";
    EXPECT_EQ(put(other).verb, "put.ok");
}

TEST_F(MunicipalityDeskTest, AValueThatGoesThereAndBackIsTwoFacts) {
    put(observed(1, "f-1", {{"title", "A"}}));
    put(observed(1, "f-2", {{"title", "B"}}));
    EXPECT_EQ(put(observed(1, "f-3", {{"title", "A"}})).map["duplicate"], false);
    EXPECT_EQ(desk.state().task({1})->text(domain::TaskField::title), "A");
}

TEST_F(MunicipalityDeskTest, AFactOfAnotherMunicipalityIsForbidden) {
    auto in_data = observed(1, "f-1", {{"municipality", "0101"}});
    auto in_source = observed(1, "f-2");
    in_source["source"] = "/platform/0101";
    for (const auto& event : {in_data, in_source}) {
        const auto answer = put(event);
        EXPECT_EQ(answer.map["code"], "forbidden");
        EXPECT_THAT(answer.map["text"], HasSubstr("0101"));
    }
    auto own_source = observed(1, "f-3");
    own_source["source"] = "/platform/9999";
    EXPECT_EQ(put(own_source).verb, "put.ok");
}

TEST_F(MunicipalityDeskTest, AFactUnderASourceOfKlikdsOwnIsForbidden) {
    auto role = observed(1, "x1");
    role["type"] = "dk.klik.role.assigned.v1";
    role["source"] = "/klik/9999/local/anna";
    role["data"] = {
        {"municipality", "9999"}, {"role", "project_leader"}, {"person", {{"id", "k-77"}}}};
    EXPECT_EQ(put(role).map["code"], "forbidden");

    codec::ChangeLocal local;
    local.id = "x1";
    local.change.action = engine::LocalAction::add_task;
    local.change.task.fields.set(domain::TaskField::title, std::string{"Egen opgave"});
    EXPECT_EQ(read(desk.change_local(local, {"", now, "anna"})).verb, "local.ok");
}

TEST_F(MunicipalityDeskTest, AMalformedPutNamesTheKeyAndLeavesNoRecord) {
    const auto head = desk.state().head;
    const auto answer = put(observed(1, "f-1", {{"due_date", "04-03-2024"}}));
    EXPECT_EQ(answer.map["code"], "malformed");
    EXPECT_THAT(answer.map["text"], HasSubstr("data.due_date"));
    EXPECT_EQ(desk.state().head, head);
}

TEST_F(MunicipalityDeskTest, ARepeatedRequestGetsItsFirstAnswer) {
    put(observed(1, "f-1", {{"status", "Ikke påbegyndt"}}));
    const auto first = ask("r-1", 1, "Påbegyndt");
    EXPECT_EQ(first.verb, "request.accepted");
    const auto head = desk.state().head;
    put(observed(1, "f-2", {{"title", "noget nyt"}}));
    const auto again = ask("r-1", 1, "Fuldført");
    EXPECT_EQ(again.verb, "request.accepted");
    EXPECT_EQ(again.map["sequence"], first.map["sequence"]);
    EXPECT_GT(desk.state().head, head);
}

TEST_F(MunicipalityDeskTest, ARefusedRequestSaysWhyAlsoTheSecondTime) {
    for (int i = 0; i < 2; ++i) {
        const auto answer = ask("r-1", 77, "Fuldført");
        EXPECT_EQ(answer.verb, "request.refused");
        EXPECT_EQ(answer.map["reason"], "unknown_task");
    }
}

TEST_F(MunicipalityDeskTest, DueMomentsPassInOrderBeforeTheInputThatComesAfterThem) {
    put(observed(1, "f-1", {{"due_date", "2024-03-04"}}));
    const auto head = desk.state().head.value;
    now = test::utc("2024-03-06T10:00:00Z");
    put(observed(2, "f-2"));
    std::vector<std::string> moments;
    const auto records = journal.read(test::korsbaek, {head}, journal::all_records, 1000).value();
    domain::UtcTime before{};
    for (const auto& record : records) {
        EXPECT_GE(record.at.utc, before);
        before = record.at.utc;
        if (record.cause == record.sequence && record.at.utc < now) {
            moments.push_back(domain::rfc3339(record.at.utc));
        }
    }
    EXPECT_THAT(moments, Contains("2024-02-18T23:00:00Z")) << "midnight, when it turns yellow";
    EXPECT_THAT(moments, Contains("2024-02-19T07:00:00Z")) << "the run with the reminder";
    EXPECT_THAT(moments, Contains("2024-03-04T23:00:00Z")) << "midnight, when it turns red";
    EXPECT_THAT(moments, Contains("2024-03-05T07:00:00Z")) << "the run with the overdue notice";
    EXPECT_EQ(desk.state().tasks.at({1}).standing.colour, domain::Colour::red);
    EXPECT_GT(*desk.next_due(), now);
}

TEST_F(MunicipalityDeskTest, WhatIsDueIsKnownInUtc) {
    EXPECT_FALSE(desk.next_due());
    put(observed(1, "f-1", {{"due_date", "2024-08-01"}}));
    desk.pass_due_moments(test::utc("2024-06-01T00:00:00Z"), false); // first sight is over
    EXPECT_EQ(*desk.next_due(), test::utc("2024-07-17T22:00:00Z")) << "midnight in summer time";
}

TEST_F(MunicipalityDeskTest, MomentsOfTheDowntimeAreMarkedLate) {
    put(observed(1, "f-1", {{"due_date", "2024-03-04"}}));
    const auto head = desk.state().head.value;
    desk.pass_due_moments(test::utc("2024-02-20T00:00:00Z"), true);
    EXPECT_THAT(records_behind(head), Contains(HasSubstr("\"late\":true")));
}

TEST_F(MunicipalityDeskTest, TimeNeverGoesBack) {
    put(observed(1, "f-1"));
    now = test::utc("2024-01-01T00:00:00Z");
    put(observed(2, "f-2"));
    EXPECT_EQ(desk.state().now.utc, test::utc("2024-02-01T07:00:00Z"));
}

TEST_F(MunicipalityDeskTest, OnlyPublishedKindsLeaveAndOnlyOnce) {
    put(observed(1, "f-1", {{"due_date", "2024-03-04"}}));
    const auto published = desk.take_published();
    ASSERT_FALSE(published.empty());
    for (const auto& record : published) {
        EXPECT_NE(record.kind, engine::EventKind::internal);
    }
    EXPECT_THAT(desk.take_published(), IsEmpty());
}

TEST_F(MunicipalityDeskTest, AFactOnPubIsTakenLikeAPut) {
    publish("platform/v1/9999/task/1", counted(observed(1, "f-1"), 1));
    publish("platform/v1/9999/task/1", counted(observed(1, "f-1"), 1));
    EXPECT_NE(desk.state().task({1}), nullptr);
    EXPECT_EQ(counter("facts"), 1U);
    EXPECT_EQ(counter("duplicates"), 1U);
    EXPECT_EQ(counter("quarantined"), 0U);
}

TEST_F(MunicipalityDeskTest, AHoleInASourcesCountIsPublished) {
    publish("platform/v1/9999/task/1", counted(observed(1, "f-1"), 1));
    const auto head = desk.state().head.value;
    publish("platform/v1/9999/task/2", counted(observed(2, "f-2"), 4));
    EXPECT_THAT(records_behind(head),
                Contains(testing::AllOf(HasSubstr("\"gap\""), HasSubstr("00000000000000000002"),
                                        HasSubstr("00000000000000000003"))));
    EXPECT_EQ(engine::open_gaps(*desk.state().source("/platform")), 1U);
}

TEST_F(MunicipalityDeskTest, AKnownFactAtAnOpenPlaceOfTheCountFillsIt) {
    put(observed(2, "f-2"));
    publish("platform/v1/9999/task/1", counted(observed(1, "f-1"), 1));
    publish("platform/v1/9999/task/3", counted(observed(3, "f-3"), 3));
    publish("platform/v1/9999/task/2", counted(observed(2, "f-2"), 2));
    EXPECT_EQ(counter("duplicates"), 1U);
    EXPECT_EQ(engine::open_gaps(*desk.state().source("/platform")), 0U);
}

TEST_F(MunicipalityDeskTest, AFactBehindMissingOnesIsLeftWhenItHasToWait) {
    publish("platform/v1/9999/task/1", counted(observed(1, "f-1"), 1));
    const auto bytes = klik::test::msgpack_of(counted(observed(2, "f-2"), 3));
    const auto place = desk.take_published_fact("kombit", "platform/v1/9999/task/2", bytes, now,
                                                WhenMissing::wait);
    ASSERT_TRUE(place);
    EXPECT_TRUE(place->behind_missing());
    EXPECT_EQ(desk.state().task({2}), nullptr);
    desk.take_published_fact("kombit", "platform/v1/9999/task/2", bytes, now);
    EXPECT_NE(desk.state().task({2}), nullptr);
}

TEST_F(MunicipalityDeskTest, WhatWasCountedBeforeTheFirstFactIsMissingOnceTheCountHasBegun) {
    const std::string topic = "platform/v1/9999/task/1";
    const auto bytes = klik::test::msgpack_of(counted(observed(1, "f-4"), 4));
    desk.begin_count("kombit", topic, bytes, now);
    desk.take_published_fact("kombit", topic, bytes, now);
    const auto& counts = desk.state().sources.begin()->second.counts;
    ASSERT_EQ(counts.at("e-1").gaps.size(), 1U);
    const auto& gap = counts.at("e-1").gaps.begin()->second;
    EXPECT_EQ(gap.first, domain::Sequence{1});
    EXPECT_EQ(gap.last, domain::Sequence{3});

    const auto head = desk.state().head;
    desk.begin_count("kombit", topic, bytes, now); // it was heard of
    EXPECT_EQ(desk.state().head, head);
}

TEST_F(MunicipalityDeskTest, TheFirstFactOfACountLeavesNothingBehindIt) {
    const std::string topic = "platform/v1/9999/task/1";
    const auto bytes = klik::test::msgpack_of(counted(observed(1, "f-1"), 1));
    desk.begin_count("kombit", topic, bytes, now);
    desk.take_published_fact("kombit", topic, bytes, now);
    EXPECT_TRUE(desk.state().sources.begin()->second.counts.at("e-1").gaps.empty());
}

TEST_F(MunicipalityDeskTest, WhatAPlatformSendsWronglyIsCountedAndPublishedWithItsReason) {
    auto without_epoch = counted(observed(1, "f-1"), 1);
    without_epoch.erase("sourceepoch");
    const std::vector<std::pair<std::string, Json>> wrong{
        {"platform/v1/9999/task/1", observed(1, "f-1")},
        {"platform/v1/9999/task/1", without_epoch},
        {"platform/v1/9999/task/2", counted(observed(1, "f-1"), 1)},
        {"platform/v1/9999/task/1", counted(observed(1, "f-1", {{"municipality", "0101"}}), 1)},
        {"platform/v1/9999/task/1", Json::array({1, 2})}};
    std::uint64_t refused = 0;
    for (const auto& [topic, event] : wrong) {
        const auto head = desk.state().head.value;
        publish(topic, event);
        EXPECT_EQ(counter("quarantined"), ++refused);
        EXPECT_THAT(records_behind(head),
                    ElementsAre(testing::AllOf(HasSubstr("\"quarantined\""), HasSubstr(topic))));
    }
    EXPECT_EQ(desk.state().tasks.size(), 0U);
}

TEST_F(MunicipalityDeskTest, AFloodOfBadMessagesIsOneEventPerBatch) {
    const auto head = desk.state().head.value;
    for (int i = 0; i < 500; ++i) {
        desk.take_published_fact("kombit", "platform/v1/9999/task/1\xff", "\xc1", now);
    }
    desk.close_batch(now);
    EXPECT_THAT(records_behind(head), ElementsAre(HasSubstr("\"count\":\"500\"")));
    EXPECT_EQ(counter("quarantined"), 500U);
}

TEST_F(MunicipalityDeskTest, UnknownKeysAreKeptAndCounted) {
    EXPECT_EQ(put(observed(1, "f-1", {{"budget", 7}})).verb, "put.ok");
    EXPECT_EQ(counter("unknown_keys"), 1U);
    EXPECT_TRUE(desk.state().task({1})->unknown.contains("budget"));
}

TEST_F(MunicipalityDeskTest, NamesOfPeopleAreInNoRecord) {
    put(observed(1, "f-1", {{"assignee", {{"name", "Karen Vest"}}}}));
    for (const auto& line : records_behind(0)) {
        EXPECT_THAT(line, testing::Not(HasSubstr("Karen")));
    }
    const auto person = desk.state().task({1})->person(domain::TaskField::assignee);
    ASSERT_TRUE(person);
    EXPECT_EQ(journal.person(test::korsbaek, *person).value()->name, "Karen Vest");
}

TEST_F(MunicipalityDeskTest, ABatchThatCannotBeSyncedTakesTheStateWithIt) {
    put(observed(1, "f-1"));
    ASSERT_TRUE(batch.finish());
    const auto durable = desk.state();
    journal.fail_next_commit();
    put(observed(2, "f-2"));
    const auto failed = batch.finish();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, "read_only");
    EXPECT_THAT(failed.error().text, HasSubstr("the disk is full"));
    desk.replace_state(recover(journal, test::korsbaek).value().state);
    EXPECT_EQ(desk.state(), durable);
    EXPECT_THAT(desk.take_published(), IsEmpty());
    EXPECT_TRUE(batch.read_only());
}

TEST_F(MunicipalityDeskTest, AWriteThatFailsEndsTheBatchToo) {
    journal.fail_next_append();
    put(observed(2, "f-2"));
    EXPECT_FALSE(batch.finish());
    EXPECT_TRUE(batch.read_only());
    EXPECT_FALSE(batch.finish()) << "it is never retried as if nothing had happened";
}

TEST_F(MunicipalityDeskTest, WithoutInputNothingIsSynced) {
    const int commits = journal.commits();
    EXPECT_TRUE(batch.finish());
    EXPECT_EQ(journal.commits(), commits);
}

TEST_F(MunicipalityDeskTest, MomentsAreNotPassedWhileNothingCanBeRecorded) {
    put(observed(1, "f-1", {{"due_date", "2024-03-04"}}));
    journal.fail_next_commit();
    EXPECT_FALSE(batch.finish());
    desk.replace_state(recover(journal, test::korsbaek).value().state);
    const auto head = desk.state().head;
    desk.pass_due_moments(test::utc("2024-06-01T00:00:00Z"), false);
    EXPECT_EQ(desk.state().head, head);
}

} // namespace
} // namespace klik::daemon
