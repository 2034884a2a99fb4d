// What the desk refuses of a platform, keeps, and takes or drops later.

#include "daemon/queries.hpp"
#include "unit/daemon/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using test::Json;
using test::observed;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string topic = "platform/v1/9999/task/1";

constexpr journal::QuarantineLimits room_for_three{
    .messages = 3, .bytes = 10'000, .age = std::chrono::days{30}};

class QuarantineTest : public test::DeskTest {
  protected:
    QuarantineTest() : DeskTest{room_for_three} { start_by_default_rules(); }

    void publish_bytes(const std::string& bytes) {
        desk.take_published_fact("kombit", topic, bytes, now);
    }
    void publish(const Json& event) { publish_bytes(klik::test::msgpack_of(event)); }
    static Json counted(Json event, std::uint64_t sequence = 1) {
        event["sequence"] = domain::to_string(domain::Sequence{sequence});
        event["sourceepoch"] = "e-1";
        return event;
    }
    /// Puts into the quarantine what an older klikd would have refused.
    std::uint64_t keep(const Json& event) {
        codec::QuarantinedMessage message;
        message.topic = topic;
        message.payload = klik::test::msgpack_of(event);
        message.bytes = message.payload.size();
        message.problem = {"malformed", "data.budget", "not known to the older klikd"};
        message.received = now;
        message.last_seen = now;
        const auto kept = batch.quarantine(test::korsbaek, message, limits);
        return kept ? kept->number : 0;
    }
    Json administer(codec::AdminAction action, std::uint64_t number) {
        const auto answer = desk.administer({action, number}, {"\x05", now, "kim"});
        test::keep_seen({answer.verb, answer.payload});
        auto map = klik::test::json_of(answer.payload);
        map["verb"] = answer.verb;
        return map;
    }
    Json retry(std::uint64_t number) {
        return administer(codec::AdminAction::quarantine_retry, number);
    }
    Json drop(std::uint64_t number) {
        return administer(codec::AdminAction::quarantine_drop, number);
    }
    /// The data of the `system` events behind a sequence.
    std::vector<Json> told_since(domain::Sequence sequence) {
        std::vector<Json> told;
        const auto mask = journal::mask_of(engine::EventKind::system);
        const auto records = journal.read(test::korsbaek, sequence, mask, 1000).value();
        for (const auto& record : records) {
            told.push_back(klik::test::json_of(record.data));
        }
        return told;
    }
    std::vector<codec::QuarantinedMessage> kept() {
        return journal.quarantined(test::korsbaek, 0, 1000).value();
    }
    HealthFinding health() {
        const HealthBasis basis{.name = "Korsbæk",
                                .state = desk.state(),
                                .counters = desk.counters(),
                                .batch = batch,
                                .now = now,
                                .quarantine = desk.quarantine_health()};
        const auto findings = health_of(basis);
        return *std::ranges::find(findings, "quarantine", &HealthFinding::subject);
    }

    journal::QuarantineLimits limits = room_for_three;
};

TEST_F(QuarantineTest, KeepsEveryKindOfRefusedMessageWithItsReason) {
    publish_bytes("\xc1");
    publish(observed(1, "f-1"));
    publish(counted(observed(1, "f-2", {{"municipality", "0101"}})));
    const auto all = kept();
    ASSERT_THAT(all, SizeIs(3));
    EXPECT_EQ(all[0].problem.code, "malformed");
    EXPECT_EQ(all[0].topic, topic);
    EXPECT_EQ(all[0].platform, "kombit");
    EXPECT_EQ(all[0].received, now);
    EXPECT_EQ(all[1].problem.path, "sequence");
    EXPECT_EQ(all[2].problem.code, "forbidden");
    EXPECT_EQ(journal.find_quarantined(test::korsbaek, 1).value()->payload, "\xc1");
}

TEST_F(QuarantineTest, KeepsOtherContentUnderAKnownId) {
    publish(counted(observed(1, "f-1", {{"title", "A"}})));
    publish(counted(observed(1, "f-1", {{"title", "B"}}), 2));
    ASSERT_THAT(kept(), SizeIs(1));
    EXPECT_EQ(kept().front().problem.code, "conflict");
}

TEST_F(QuarantineTest, IsDurableInTheCommitOfItsBatchAndGoneWithIt) {
    const int commits = journal.commits();
    publish_bytes("\xc1");
    publish(counted(observed(2, "f-2")));
    desk.close_batch(now);
    ASSERT_TRUE(batch.finish());
    EXPECT_EQ(journal.commits(), commits + 1);
    publish_bytes("\xc1\xc1");
    journal.fail_next_commit();
    EXPECT_FALSE(batch.finish());
    EXPECT_THAT(kept(), SizeIs(2)) << "the bad one and the one for another topic";
}

TEST_F(QuarantineTest, TellsTheFirstOfABatchWithItsNumberAndTheCount) {
    const auto head = desk.state().head;
    publish_bytes("\xc1");
    publish_bytes("\xc1\xc1");
    desk.close_batch(now);
    const auto told = told_since(head);
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0]["kind"], "quarantined");
    EXPECT_EQ(told[0]["topic"], topic);
    EXPECT_EQ(told[0]["code"], "malformed");
    EXPECT_EQ(told[0]["count"], "2");
    EXPECT_EQ(told[0]["number"], "1");
    EXPECT_FALSE(told[0].contains("not_kept"));
}

TEST_F(QuarantineTest, AFloodIsToldAtMostOnceAMinuteAfterTheFirstSixty) {
    const auto head = desk.state().head;
    const auto rounds = [&](int count) {
        for (int i = 0; i < count; ++i) {
            publish_bytes("\xc1");
            desk.close_batch(now);
        }
    };
    rounds(1000);
    EXPECT_THAT(told_since(head), SizeIs(60));
    for (int second = 0; second < 60; ++second) {
        desk.beat(now);
    }
    rounds(10);
    const auto told = told_since(head);
    ASSERT_THAT(told, SizeIs(61));
    EXPECT_EQ(told.back()["count"], "941") << "what was held back, and the one that came then";
    desk.close_batch(now, true);
    EXPECT_EQ(told_since(head).back()["count"], "9") << "the end tells the rest";
    EXPECT_EQ(kept().front().times, 1010U);
}

TEST_F(QuarantineTest, WhatFindsNoRoomIsCountedAndSaidOnce) {
    const auto head = desk.state().head;
    for (const char* bytes : {"\xc1", "\xc1 2", "\xc1 3", "\xc1 4", "\xc1 5"}) {
        publish_bytes(bytes);
    }
    desk.close_batch(now);
    EXPECT_THAT(kept(), SizeIs(3));
    auto told = told_since(head);
    ASSERT_THAT(told, SizeIs(2));
    EXPECT_EQ(told[0]["kind"], "quarantined");
    EXPECT_EQ(told[0]["count"], "5");
    EXPECT_EQ(told[0]["not_kept"], "2");
    EXPECT_EQ(told[1]["kind"], "quarantine_full");
    EXPECT_EQ(told[1]["messages"], "3");
    EXPECT_EQ(told[1]["most_messages"], "3");
    EXPECT_EQ(health().state, "warning");
    EXPECT_THAT(health().text, HasSubstr("is full"));
    EXPECT_EQ(health().counters.at("not_kept"), 2U);

    publish_bytes("\xc1 6");
    desk.close_batch(now);
    EXPECT_THAT(told_since(head), SizeIs(3)) << "that it is full is not said again";
    EXPECT_EQ(drop(1)["verb"], "admin.ok");
    publish_bytes("\xc1 6");
    publish_bytes("\xc1 7");
    desk.close_batch(now);
    told = told_since(head);
    EXPECT_EQ(told.back()["kind"], "quarantine_full") << "unless there was room in between";
}

TEST_F(QuarantineTest, HealthWarnsAsLongAsSomethingIsKept) {
    EXPECT_EQ(health().state, "ok");
    publish_bytes("\xc1");
    EXPECT_EQ(health().state, "warning");
    EXPECT_EQ(health().counters.at("messages"), 1U);
    EXPECT_EQ(health().counters.at("bytes"), topic.size() + 1);
    drop(1);
    EXPECT_EQ(health().state, "ok");
}

TEST_F(QuarantineTest, ExpiresByTheDaemonsClockAndSaysSo) {
    publish_bytes("\xc1");
    now += std::chrono::days{10};
    publish_bytes("\xc1 2");
    const auto head = desk.state().head;
    now += std::chrono::days{20};
    desk.beat(now);
    EXPECT_THAT(kept(), SizeIs(2)) << "thirty days to the millisecond are not over yet";
    now += std::chrono::milliseconds{1};
    desk.beat(now);
    ASSERT_THAT(kept(), SizeIs(1));
    EXPECT_EQ(kept().front().number, 2U);
    const auto told = told_since(head);
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0], (Json{{"kind", "quarantine_expired"},
                             {"count", "1"},
                             {"days", "30"},
                             {"first", "1"},
                             {"last", "1"}}));
    desk.beat(now);
    EXPECT_THAT(told_since(head), SizeIs(1));
}

TEST_F(QuarantineTest, RetryTakesWhatIsRightNowAndRemovesItInTheSameCommit) {
    const auto number = keep(counted(observed(1, "f-1", {{"title", "A"}})));
    ASSERT_TRUE(batch.finish());
    const auto head = desk.state().head;
    const auto answer = retry(number);
    EXPECT_EQ(answer["verb"], "admin.ok");
    EXPECT_EQ(answer["do"], "quarantine_retry");
    EXPECT_EQ(answer["number"], number);
    EXPECT_EQ(answer["duplicate"], false);
    EXPECT_EQ(answer["sequence"], domain::to_string(domain::Sequence{head.value + 1}));
    EXPECT_EQ(desk.state().task({1})->text(domain::TaskField::title), "A");
    EXPECT_THAT(kept(), IsEmpty());
    ASSERT_THAT(told_since(head), SizeIs(1));
    EXPECT_EQ(told_since(head)[0]["kind"], "quarantine_taken");
    EXPECT_EQ(told_since(head)[0]["via"], "kim");

    journal.fail_next_commit();
    EXPECT_FALSE(batch.finish());
    EXPECT_THAT(kept(), SizeIs(1)) << "fact and removal stand or fall together";
}

TEST_F(QuarantineTest, RetryOfAKnownFactIsADuplicateAndLeavesTheQuarantine) {
    const auto fact = counted(observed(1, "f-1", {{"title", "A"}}));
    const auto number = keep(fact);
    publish(fact);
    const auto answer = retry(number);
    EXPECT_EQ(answer["verb"], "admin.ok");
    EXPECT_EQ(answer["duplicate"], true);
    EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(QuarantineTest, RetryLeavesAFieldToTheFactWithTheLatestTime) {
    const auto number = keep(counted(observed(1, "f-1", {{"title", "old"}, {"theme", "T"}})));
    auto later = counted(observed(1, "f-2", {{"title", "new"}}), 2);
    later["time"] = "2024-01-16T09:00:00Z";
    publish(later);
    EXPECT_EQ(retry(number)["verb"], "admin.ok");
    EXPECT_EQ(desk.state().task({1})->text(domain::TaskField::title), "new");
    EXPECT_EQ(desk.state().task({1})->text(domain::TaskField::theme), "T");
    EXPECT_FALSE(desk.counters().contains("gaps")) << "an old place in the count is no gap";
}

TEST_F(QuarantineTest, RetryKeepsWhatIsStillWrongAndSaysWhy) {
    publish_bytes("\xc1");
    publish(counted(observed(1, "f-1", {{"due_date", "04-03-2024"}})));
    desk.close_batch(now);
    const auto head = desk.state().head;
    auto answer = retry(2);
    EXPECT_EQ(answer["verb"], "error");
    EXPECT_EQ(answer["code"], "malformed");
    EXPECT_EQ(answer["about"], "admin");
    EXPECT_EQ(answer["ref"], 5);
    EXPECT_THAT(answer["text"], HasSubstr("message 2 is still refused: data.due_date"));
    publish(counted(observed(1, "f-2", {{"title", "A"}}), 2));
    const auto conflict = keep(counted(observed(1, "f-2", {{"title", "B"}}), 2));
    EXPECT_EQ(retry(conflict)["code"], "conflict");
    EXPECT_THAT(kept(), SizeIs(3));
    EXPECT_THAT(told_since(head), IsEmpty());
}

TEST_F(QuarantineTest, RetryOfWhatIsNotTwoFramesNeverHelps) {
    codec::QuarantinedMessage message;
    message.topic = topic;
    message.payload = codec::pack_frames({"\x80", "\x80"});
    message.frames = 3;
    desk.refuse_published(message, not_two_frames, now);
    EXPECT_EQ(journal.find_quarantined(test::korsbaek, 1).value()->payload, message.payload);
    EXPECT_EQ(retry(1)["code"], "malformed");
    EXPECT_THAT(kept(), SizeIs(1));
}

TEST_F(QuarantineTest, DropRemovesAndLeavesAnEventWithTheReasonAndThroughWhom) {
    publish_bytes("\xc1");
    const auto head = desk.state().head;
    const auto answer = drop(1);
    EXPECT_EQ(answer["verb"], "admin.ok");
    EXPECT_EQ(answer["do"], "quarantine_drop");
    EXPECT_EQ(answer["sequence"], domain::to_string(desk.state().head));
    EXPECT_THAT(kept(), IsEmpty());
    const auto told = told_since(head);
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0]["kind"], "quarantine_dropped");
    EXPECT_EQ(told[0]["number"], "1");
    EXPECT_EQ(told[0]["via"], "kim");
    EXPECT_THAT(told[0]["reason"], HasSubstr("byte 0"));
}

TEST_F(QuarantineTest, WhatIsNotThereIsNotFound) {
    EXPECT_EQ(retry(9)["code"], "not_found");
    EXPECT_EQ(drop(9)["code"], "not_found");
    EXPECT_THAT(drop(9)["text"], HasSubstr("number 9"));
    EXPECT_FALSE(batch.read_only());
}

TEST_F(QuarantineTest, NothingIsKeptOrTakenOutWhenTheJournalTakesNothing) {
    publish_bytes("\xc1");
    ASSERT_TRUE(batch.finish());
    journal.fail_next_append();
    publish_bytes("\xc1 2");
    EXPECT_EQ(drop(1)["code"], "read_only");
    EXPECT_EQ(retry(1)["verb"], "error");
    EXPECT_FALSE(batch.finish());
    EXPECT_THAT(kept(), SizeIs(1));
    now += std::chrono::days{60};
    desk.beat(now);
    desk.close_batch(now);
    EXPECT_THAT(kept(), SizeIs(1));
    EXPECT_EQ(desk.counters().at("quarantined"), 2U);
}

class QuarantineQueryTest : public QuarantineTest {
  protected:
    Json ask(const std::map<std::string, std::variant<std::string, std::int64_t, bool>>& keys = {},
             const std::string& after = "") {
        const std::string name = "Korsbæk";
        const HealthBasis basis{.name = name,
                                .state = desk.state(),
                                .counters = desk.counters(),
                                .batch = batch,
                                .now = now};
        const auto answer =
            answer_query({desk.state(), journal, desk.moment(now), [&] { return basis; }},
                         {"quarantine", keys, after}, "");
        test::keep_seen({answer.verb, answer.payload});
        return klik::test::json_of(answer.payload);
    }
};

TEST_F(QuarantineQueryTest, ListsWithoutPayloadsAndShowsOneWithItsPayload) {
    publish_bytes("\xc1 1");
    publish_bytes("\xc1 2");
    const auto all = ask()["rows"];
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1]["number"], 2);
    EXPECT_EQ(all[1]["bytes"], 3);
    EXPECT_FALSE(all[1].contains("payload"));
    const auto one = ask({{"number", std::int64_t{2}}})["rows"];
    ASSERT_EQ(one.size(), 1U);
    EXPECT_TRUE(one[0]["payload"].is_binary());
    EXPECT_EQ(ask({{"number", std::int64_t{3}}})["code"], "not_found");
    EXPECT_THAT(ask({{"number", std::int64_t{0}}})["text"], HasSubstr("above 0"));
    EXPECT_THAT(ask({{"topic", std::string{"t"}}})["text"], HasSubstr("its keys are number"));
    EXPECT_EQ(ask({}, "x")["code"], "malformed");
}

TEST_F(QuarantineQueryTest, IsPaged) {
    limits.messages = 1000;
    limits.bytes = 1'000'000;
    for (int i = 0; i < 201; ++i) {
        keep(counted(observed(i + 1, "f-" + std::to_string(i))));
    }
    const auto first = ask();
    EXPECT_EQ(first["rows"].size(), 200U);
    EXPECT_EQ(first["next"], "200");
    const auto last = ask({}, "200");
    EXPECT_EQ(last["rows"].size(), 1U);
    EXPECT_EQ(last["next"], "");
}

} // namespace
} // namespace klik::daemon
