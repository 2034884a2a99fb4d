#include "domain/recipients.hpp"
#include "unit/daemon/desk_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::daemon {
namespace {

using test::Json;
using test::observed;

/// People behind the ids: who a name means, and what is left of somebody who was erased.
class DeskPeopleTest : public test::DeskTest {
  protected:
    static Json naming(const std::string& name, const std::string& id) {
        return observed(1, id, {{"assignee", {{"name", name}}}});
    }
    static Json role(const Json& person, const std::string& id,
                     const std::string& time = "2024-01-15T09:00:00Z") {
        auto event = observed(1, id);
        event["type"] = "dk.klik.role.assigned.v1";
        event["time"] = time;
        event["data"] = {{"municipality", "9999"}, {"role", "project_leader"}, {"person", person}};
        return event;
    }
    Json erase(const std::string& person) {
        codec::Administer wish;
        wish.action = codec::AdminAction::erase_person;
        wish.person = {person};
        const auto answer = desk.administer(wish, {"", now, "anna"});
        test::keep_seen({answer.verb, answer.payload});
        return klik::test::json_of(answer.payload);
    }
    /// Told of the task's latest item, which goes to the person.
    std::string detail_of(int task, const std::string& detail) {
        const auto notices =
            journal.read(test::korsbaek, {}, journal::mask_of(engine::EventKind::notification), 100)
                .value();
        codec::TellDelivery told;
        for (const auto& record : notices) {
            const auto data = klik::test::json_of(record.data);
            for (const auto& item : data["items"]) {
                if (item["number"] == task && data["recipient"]["person"] == "p1") {
                    told.event = journal.epoch() + "." + domain::to_string(record.sequence);
                    told.item = item["key"].get<std::string>();
                    told.person = {data["recipient"]["person"].get<std::string>()};
                }
            }
        }
        told.outcome = engine::DeliveryOutcome::deferred;
        told.detail = detail;
        EXPECT_EQ(desk.tell_delivery(told, {"", now, "mail"}).verb, "report.ok");
        return desk.state().deliveries.at(told.item).detail;
    }
    Json replace(const std::string& person, const std::string& by) {
        codec::Administer wish;
        wish.action = codec::AdminAction::replace_person;
        wish.person = {person};
        if (by.starts_with('p')) {
            wish.by = {by};
        } else {
            wish.by_name = by;
        }
        const auto answer = desk.administer(wish, {"", now, "anna"});
        test::keep_seen({answer.verb, answer.payload});
        return klik::test::json_of(answer.payload);
    }
    void load_roles(const std::string& toml) {
        desk.load_roles(codec::parse_roles_file(toml, "roles.toml").value(), now);
    }
    std::vector<Json> events(engine::EventKind kind) {
        std::vector<Json> all;
        const auto records = journal.read(test::korsbaek, {}, journal::mask_of(kind), 1000).value();
        for (const auto& record : records) {
            all.push_back(klik::test::json_of(record.data));
        }
        return all;
    }
    /// `problems` of each report that entries of a file of roles are not taken.
    std::vector<std::string> ignored() {
        std::vector<std::string> problems;
        for (const auto& event : events(engine::EventKind::system)) {
            if (event["kind"] == "roles_ignored") {
                problems.push_back(event["problems"]);
            }
        }
        return problems;
    }
    /// What the person was told of the kind, in English.
    std::vector<std::string> told(const std::string& person, const std::string& kind) {
        std::vector<std::string> texts;
        for (const auto& event : events(engine::EventKind::notification)) {
            for (const auto& item : event["items"]) {
                if (event["recipient"]["person"] == person && item["kind"] == kind) {
                    texts.push_back(item["text"]["en"]);
                }
            }
        }
        return texts;
    }
    std::size_t people_called(const std::string& name) {
        const auto all = journal.people(test::korsbaek).value();
        return static_cast<std::size_t>(std::ranges::count(all, name, &journal::Person::name));
    }
    journal::Person person(const std::string& id) {
        return journal.person(test::korsbaek, {id}).value().value_or(journal::Person{});
    }
};

TEST_F(DeskPeopleTest, AFactThatComesAgainMeansWhomItMeantAlsoWhenTheNameHasMoved) {
    const auto task = put(naming("Jonas Juhl", "f-1"));
    const auto by_name = put(role({{"name", "Jonas Juhl"}}, "r-1"));
    put(role({{"id", "k-77"}, {"name", "Jonas Juhl"}}, "r-2"));
    for (const auto& [fact, first] : {std::pair{naming("JONAS JUHL", "f-1"), task},
                                      std::pair{role({{"name", "Jonas Juhl"}}, "r-1"), by_name}}) {
        const auto again = put(fact);
        EXPECT_EQ(again["duplicate"], true) << again.dump();
        EXPECT_EQ(again["sequence"], first["sequence"]);
    }
    EXPECT_EQ(put(naming("Karen Vest", "f-1"))["code"], "conflict");
}

TEST_F(DeskPeopleTest, AFactThatComesAgainMeansWhomItMeantAlsoWhenTheNameWasErased) {
    put(naming("Jonas Juhl", "f-1"));
    auto deputy = role({{"name", "Jonas Juhl"}}, "r-1");
    deputy["data"]["deputy_of"] = {{"name", "Karen Vest"}};
    put(deputy);
    erase("p1");
    erase("p2");
    EXPECT_EQ(put(naming("Jonas Juhl", "f-1"))["duplicate"], true);
    EXPECT_EQ(put(deputy)["duplicate"], true);
    EXPECT_EQ(person("p1").name, "");
}

TEST_F(DeskPeopleTest, ASetLeavesAKnownFactsPersonAsItIs) {
    put(naming("Jonas Juhl", "f-1"));
    put(role({{"id", "k-77"}, {"name", "Jonas Juhl"}}, "r-1"));
    auto begins = observed(1, "s-1");
    begins["type"] = "dk.klik.set.started.v1";
    begins["data"] = {{"municipality", "9999"}, {"set", "s"}, {"scope", "municipality"}};
    put(begins);
    EXPECT_EQ(put(naming("Jonas Juhl", "f-1"))["duplicate"], true);
    EXPECT_EQ(*desk.state().task({1})->person(domain::TaskField::assignee), domain::PersonId{"p1"});
}

TEST_F(DeskPeopleTest, AnErasureLooksForTheAddressesOfAllIdsThatItErases) {
    put(role({{"name", "Bo Berg"}, {"email", "old@korsbaek.example"}}, "r-1"));
    put(role({{"id", "k-77"}, {"name", "Bo Berg"}, {"email", "new@korsbaek.example"}}, "r-2"));
    put(observed(1, "f-1", {{"goal", "Skriv til old@korsbaek.example"}}));
    put(observed(2, "f-2", {{"goal", "Skriv til new@korsbaek.example"}}));
    for (const auto* word : {"old@korsbaek.example", "new@korsbaek.example"}) {
        publish("platform/v1/9999/task/3", Json::array({word}));
    }
    const auto erased = erase("k-77");
    EXPECT_EQ(erased["persons"], (Json{"p1", "k-77"}));
    EXPECT_EQ(erased["tasks"], (Json{1, 2}));
    EXPECT_EQ(erased["dropped"], 2);
}

TEST_F(DeskPeopleTest, WhoWasErasedIsThereAgainByALaterAssignmentAlone) {
    const Json bo = {{"id", "k-77"}, {"name", "Bo Berg"}, {"email", "bb@korsbaek.example"}};
    put(role(bo, "r-1"));
    erase("k-77");
    put(role(bo, "r-2", "2024-01-31T09:00:00Z"));
    EXPECT_EQ(person("k-77"), (journal::Person{{"k-77"}, ""})) << "it was so before the erasure";
    EXPECT_TRUE(desk.state().gallery.left({"k-77"}));

    auto deputy = role({{"name", "Ib Andersen"}}, "r-3", "2024-02-02T09:00:00Z");
    deputy["data"]["deputy_of"] = bo;
    put(deputy);
    EXPECT_EQ(person("k-77").name, "") << "another's assignment does not say so";

    put(role(bo, "r-4", "2024-02-02T09:00:00Z"));
    EXPECT_EQ(person("k-77").email, "bb@korsbaek.example");
    EXPECT_FALSE(desk.state().gallery.left({"k-77"}));
    EXPECT_TRUE(desk.state().gallery.addressed({"k-77"}));
}

TEST_F(DeskPeopleTest, WhatIsReportedOfSomebodyNamesThemNeitherBeforeNorAfterTheErasure) {
    desk.load_rules(load_rule_file({}).value(), now);
    for (int number = 1; number <= 2; ++number) {
        put(observed(number, "f-" + std::to_string(number),
                     {{"assignee", {{"name", "Anna Holm"}}}, {"due_date", "2024-03-04"}}));
    }
    now = test::utc("2024-03-06T10:00:00Z");
    desk.pass_due_moments(now, false);
    EXPECT_EQ(detail_of(1, "550 anna.holm has left"), "550 has left");
    erase("p1");
    EXPECT_EQ(detail_of(2, "550 Anna Holm has left"), "");
}

TEST_F(DeskPeopleTest, AnErasureNamesTheOpenTasksThatNobodyHasTakenOver) {
    put(observed(1, "f-1", {{"assignee", {{"name", "Anna Holm"}}}}));
    put(observed(2, "f-2", {{"responsible", {{"name", "Anna Holm"}}}}));
    put(observed(3, "f-3", {{"assignee", {{"name", "Anna Holm"}}}, {"status", "Fuldført"}}));
    put(observed(4, "f-4", {{"assignee", {{"name", "Bo Berg"}}}}));
    EXPECT_EQ(erase("p1")["open_tasks"], (Json{1, 2}));
    replace("p2", "Ida Ibsen");
    EXPECT_EQ(erase("p2")["open_tasks"], Json::array()) << "Ida has them";
}

constexpr auto anna_leads = "[[person]]\nname = \"Bo Berg\"\n"
                            "[[person]]\nname = \"Anna  HOLM\"\nemail = \"ah@korsbaek.example\"\n"
                            "[[role]]\nrole = \"project_leader\"\nperson = \"Anna Holm\"\n";

TEST_F(DeskPeopleTest, AFileThatStillNamesWhoWasErasedDoesNotBringThemBack) {
    load_roles(anna_leads);
    ASSERT_EQ(person("p2").email, "ah@korsbaek.example");
    replace("p2", "Bo Berg");
    EXPECT_EQ(erase("p2")["in_roles_file"], true);
    for (int times = 1; times <= 2; ++times) {
        load_roles(anna_leads);
        EXPECT_EQ(person("p2"), (journal::Person{{"p2"}, ""}));
        EXPECT_EQ(people_called("Anna HOLM") + people_called("Anna Holm"), 0U);
        EXPECT_EQ(ignored().size(), static_cast<std::size_t>(times)) << "as long as it is so";
    }
    EXPECT_EQ(ignored().front(), "roles.toml:3: this person was erased and stays so; name whoever "
                                 "has the roles now, and remove the entry");
    const auto& gallery = desk.state().gallery;
    const auto leaders = gallery.holders(domain::Role::project_leader, "");
    ASSERT_EQ(leaders.size(), 1U);
    EXPECT_EQ(gallery.in_place_of(leaders.front().assignment.person), domain::PersonId{"p1"})
        << "Bo has taken Anna's place";
    load_roles("[[person]]\nname = \"Bo Berg\"\n");
    EXPECT_EQ(ignored().size(), 2U);
}

TEST_F(DeskPeopleTest, AnEntryWithTheIdOfWhoWasErasedDoesNotBringThemBackAfterAStart) {
    const std::string by_id = "[[person]]\nname = \"Anna Holm\"\nid = \"k-77\"\n";
    load_roles(by_id);
    ASSERT_EQ(person("k-77").name, "Anna Holm");
    erase("k-77");
    ASSERT_TRUE(batch.finish());
    MunicipalityDesk again{recover(journal, test::korsbaek).value().state, journal, batch, zone};
    again.load_roles(codec::parse_roles_file(by_id, "roles.toml").value(), now);
    EXPECT_EQ(person("k-77").name, "");
    EXPECT_EQ(ignored().size(), 1U);
}

TEST_F(DeskPeopleTest, SomebodyElseOfTheErasedNameIsTaken) {
    load_roles(anna_leads);
    erase("p2");
    put(observed(1, "f-1", {{"assignee", {{"name", "Anna Holm"}}}}));
    load_roles(anna_leads);
    EXPECT_EQ(person("p3").email, "ah@korsbaek.example") << "the platform knows such a person";
    EXPECT_EQ(ignored().size(), 0U);
}

TEST_F(DeskPeopleTest, AReplacementThatThePlatformDoesNotAnswerIsToldToTheAdministrator) {
    start_by_default_rules();
    put_task(1, {{"title", "A"}, {"assignee", {{"name", "Anna Holm"}}}});
    assign_role({{"role", "klik_administrator"}, {"person", {{"name", "Karin Krog"}}}});
    now = test::utc("2024-02-02T10:00:00Z");
    desk.pass_due_moments(now, false);
    EXPECT_EQ(replace("p1", "Bo Berg")["requested"], 1);
    now = test::utc("2024-02-05T08:00:00Z");
    desk.pass_due_moments(now, false);
    EXPECT_THAT(told("p3", "assigned"), testing::SizeIs(1));
    EXPECT_THAT(told("p2", "request_unanswered"),
                testing::ElementsAre(testing::StartsWith(
                    "Task #1 “A” still has the name of who left in KLIK, which has not answered "
                    "within 24 hours. Change it in KLIK. You are told as KLIK administrator")));
}

TEST_F(DeskPeopleTest, WhereTheSuccessorIsReplacedTheTasksAreAskedForThatStillHaveTheOldName) {
    start_by_default_rules();
    put(naming("Anna Holm", "f-1"));
    replace("p1", "Bo Berg");
    const auto answer = replace("p2", "Carl Clausen");
    EXPECT_EQ(answer["requested"], 0);
    EXPECT_EQ(answer["refused"], Json{1}) << "the platform has not answered the first wish";
}

TEST_F(DeskPeopleTest, TheSharedMailboxIsNotErased) {
    codec::Administer wish;
    wish.action = codec::AdminAction::erase_person;
    wish.person = domain::mailbox(test::korsbaek);
    EXPECT_EQ(desk.administer(wish, {"", now, "anna"}).verb, "error");
}

TEST_F(DeskPeopleTest, NobodyIsReplacedBySomebodyWhoWasErased) {
    put(naming("Anna Holm", "f-1"));
    put(naming("Bo Berg", "f-2"));
    erase("p1");
    const auto answer = replace("p2", "p1");
    EXPECT_EQ(answer["code"], "conflict");
    EXPECT_TRUE(desk.state().gallery.left({"p1"}));
    const domain::PersonId bo{"p2"};
    EXPECT_EQ(desk.state().gallery.in_place_of(bo), bo);
}

} // namespace
} // namespace klik::daemon
