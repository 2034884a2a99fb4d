#include "daemon/queries.hpp"
#include "daemon/query_page.hpp"
#include "unit/daemon/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using test::Json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Keys = decltype(codec::AskQuery::keys);

class QueriesTest : public test::DeskTest {
  protected:
    QueriesTest() { desk.load_rules(load_rule_file({}).value(), now); }

    Json ask(const std::string& what, const Keys& keys = {}, const std::string& after = "") {
        const std::string name = "Korsbæk Kommune";
        const HealthBasis health{name, desk.state(), desk.counters(), batch, 0, 0, now, false};
        const auto answer =
            answer_query({desk.state(), journal, desk.moment(now), [&] { return health; }},
                         {what, keys, after}, "\x05");
        test::keep_seen({answer.verb, answer.payload});
        auto map = klik::test::json_of(answer.payload);
        map["verb"] = answer.verb;
        return map;
    }
    std::vector<int> numbers(const Keys& keys) {
        std::vector<int> found;
        const auto answer = ask("tasks", keys);
        EXPECT_EQ(answer["verb"], "result") << answer.dump();
        for (const auto& row : answer["rows"]) {
            found.push_back(row["number"]);
        }
        return found;
    }
    void expect_error(const Json& answer, const std::string& code, const std::string& words) {
        EXPECT_EQ(answer["verb"], "error");
        EXPECT_EQ(answer["code"], code);
        EXPECT_EQ(answer["about"], "query");
        EXPECT_EQ(answer["ref"], 5);
        EXPECT_THAT(answer["text"], HasSubstr(words));
    }
};

TEST_F(QueriesTest, TasksAreFilteredByEveryKey) {
    put_task(1, {{"status", "Påbegyndt"},
                 {"project", "Aula"},
                 {"phase", "Drift"},
                 {"theme", "Test"},
                 {"priority", "Anbefalet opgave"},
                 {"assignee", {{"id", "p-1"}}},
                 {"responsible", {{"id", "p-2"}}},
                 {"due_date", "2024-01-20"}});
    put_task(2, {{"prerequisites", {1}}, {"project", "DUBU"}});
    put_task(3, {{"status", "Fuldført"}});
    EXPECT_THAT(numbers({}), ElementsAre(1, 2, 3));
    EXPECT_THAT(numbers({{"status", "in_progress"}}), ElementsAre(1));
    EXPECT_THAT(numbers({{"status", "fuldført"}}), ElementsAre(3));
    EXPECT_THAT(numbers({{"colour", "red"}}), ElementsAre(1));
    EXPECT_THAT(numbers({{"colour", "Rød"}}), ElementsAre(1));
    for (const auto* none : {"none", "None", "-"}) {
        EXPECT_THAT(numbers({{"colour", none}}), ElementsAre(2, 3)) << none;
    }
    EXPECT_THAT(numbers({{"project", "aula"}}), ElementsAre(1));
    EXPECT_THAT(numbers({{"phase", "Drift"}}), ElementsAre(1));
    EXPECT_THAT(numbers({{"theme", "Test"}}), ElementsAre(1));
    EXPECT_THAT(numbers({{"priority", "anbefalet opgave"}}), ElementsAre(1));
    EXPECT_THAT(numbers({{"assignee", "p-1"}}), ElementsAre(1));
    EXPECT_THAT(numbers({{"responsible", "p-1"}}), IsEmpty());
    EXPECT_THAT(numbers({{"ready", false}}), ElementsAre(2));
    EXPECT_THAT(numbers({{"open", true}}), ElementsAre(1, 2));
    EXPECT_THAT(numbers({{"number", std::int64_t{2}}}), ElementsAre(2));
    EXPECT_THAT(numbers({{"open", true}, {"project", "DUBU"}}), ElementsAre(2));
}

TEST_F(QueriesTest, AWrongFilterIsNamedWithWhatIsAllowed) {
    expect_error(ask("tasks", {{"color", "red"}}), "malformed", "color: is not a key of tasks");
    expect_error(ask("tasks", {{"colour", "pink"}}), "malformed", "red, yellow, green, none, -");
    expect_error(ask("tasks", {{"status", "done"}}), "malformed", "in_progress");
    expect_error(ask("tasks", {{"ready", "yes"}}), "malformed", "ready: must be true or false");
    expect_error(ask("tasks", {{"project", true}}), "malformed", "project: must be a text");
    expect_error(ask("tasks", {}, "x"), "malformed", "after");
    for (const char* after : {"x", "open", "open x", "open 1x", "closed ", "closed 7"}) {
        expect_error(ask("losses", {}, after), "malformed", "after");
    }
    expect_error(ask("projects", {{"number", std::int64_t{1}}}), "malformed",
                 "its keys are project, groups");
    expect_error(ask("health", {{"number", std::int64_t{1}}}), "malformed", "takes no keys");
    expect_error(ask("weather"), "malformed", "tasks, task, history, why, why_not");
}

TEST_F(QueriesTest, ManyTasksComeInPages) {
    for (int number = 1; number <= 450; ++number) {
        put_task(number);
    }
    std::size_t pages = 0;
    std::string after;
    int last = 0;
    do {
        const auto page = ask("tasks", {}, after);
        ++pages;
        EXPECT_EQ(page["rows"].front()["number"], last + 1);
        EXPECT_LE(page["rows"].size(), most_rows_of_a_page);
        EXPECT_LT(klik::test::msgpack_of(page).size(), 66'000U);
        last = page["rows"].back()["number"];
        after = page["next"];
    } while (!after.empty());
    EXPECT_GE(pages, 3U);
    EXPECT_EQ(last, 450);
}

TEST_F(QueriesTest, APageNeverOutgrowsAMessage) {
    for (int number = 1; number <= 40; ++number) {
        put_task(number, {{"title", std::string(2'000, 'x')}, {"theme", std::string(2'000, 'y')}});
    }
    const auto page = ask("tasks");
    EXPECT_LT(page["rows"].size(), 40U);
    EXPECT_GE(page["rows"].size(), 1U);
    EXPECT_NE(page["next"], "");
}

TEST_F(QueriesTest, ATaskWithAllTheProseThatItMayHaveFitsIntoAMessage) {
    for (const auto* field : {"goal", "description", "method", "result", "quality_criteria",
                              "history", "internal_notes", "external_attachments", "files"}) {
        put_task(1, {{field, std::string(65'536, 'x')}});
    }
    EXPECT_EQ(ask("task", {{"number", std::int64_t{1}}})["verb"], "result");
}

TEST_F(QueriesTest, ATaskIsShownWithItsProse) {
    put_task(1, {{"goal", "Målet"}, {"internal_notes", "hemmeligt"}});
    const auto answer = ask("task", {{"number", std::int64_t{1}}});
    ASSERT_EQ(answer["rows"].size(), 1U);
    EXPECT_EQ(answer["rows"][0]["goal"], "Målet");
    EXPECT_THAT(answer.dump(), testing::Not(HasSubstr("hemmeligt")));
    EXPECT_EQ(answer["what"], "task");
    EXPECT_EQ(answer["at"], domain::to_string(desk.state().head));
}

TEST_F(QueriesTest, WhatDoesNotExistIsNotFound) {
    expect_error(ask("task", {{"number", std::int64_t{7}}}), "not_found", "no task 7");
    expect_error(ask("history", {{"number", std::int64_t{7}}}), "not_found", "no task 7");
    expect_error(ask("person", {{"id", "nobody"}}), "not_found", "no person nobody");
    expect_error(ask("task"), "malformed", "number");
    expect_error(ask("task", {{"number", "1"}}), "malformed", "number");
    expect_error(ask("history", {{"number", std::int64_t{7}}}, "7"), "malformed", "after");
}

TEST_F(QueriesTest, TheHistoryOfATaskIsInOrderAndInPages) {
    for (int i = 0; i < 150; ++i) {
        put_task(1, {{"title", std::to_string(i)}});
    }
    put_task(2);
    std::string after;
    std::string last;
    std::size_t rows = 0;
    do {
        const auto page = ask("history", {{"number", std::int64_t{1}}}, after);
        for (const auto& row : page["rows"]) {
            EXPECT_GT(row["sequence"], last);
            last = row["sequence"];
            ++rows;
        }
        after = page["next"];
    } while (!after.empty());
    EXPECT_GE(rows, 150U);
}

TEST_F(QueriesTest, ProjectsAreCounted) {
    put_task(1, {{"project", "Aula"}, {"due_date", "2024-01-20"}});
    put_task(2, {{"project", "Aula"}, {"due_date", "2024-02-05"}, {"prerequisites", {1}}});
    put_task(3, {{"project", "Aula"}, {"status", "Fuldført"}, {"due_date", "2023-01-01"}});
    put_task(4, {{"project", "Aula"}, {"status", "Ikke relevant"}});
    put_task(5);
    const Json rows = ask("projects")["rows"];
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0]["project"], "");
    const auto& aula = rows[1];
    EXPECT_EQ(aula["tasks"], 4);
    EXPECT_EQ(aula["open"], 2);
    EXPECT_EQ(aula["completed"], 1);
    EXPECT_EQ(aula["completed_percent"], 33);
    EXPECT_EQ(aula["not_relevant"], 1);
    EXPECT_EQ(aula["red"], 1);
    EXPECT_EQ(aula["yellow"], 1);
    EXPECT_EQ(aula["green"], 0);
    EXPECT_EQ(aula["blocked"], 1);
    EXPECT_EQ(aula["next_due_date"], "2024-01-20");
    ASSERT_EQ(aula["next_deadlines"].size(), 1U);
    EXPECT_EQ(aula["next_deadlines"][0]["number"], 2);
}

TEST_F(QueriesTest, OneProjectIsAskedForByNameAndWithItsGroups) {
    put_task(1, {{"project", "Aula"}, {"phase", "Drift"}, {"theme", "Test"}});
    put_task(2, {{"project", "Aula"}, {"phase", "Drift"}, {"theme", "Data"}});
    put_task(3, {{"project", "DUBU"}, {"phase", "Drift"}});
    put_task(4);
    const auto places = [&](const Keys& keys) {
        std::vector<std::string> found;
        const auto answer = ask("projects", keys);
        for (const auto& row : answer["rows"]) {
            found.push_back(row["project"].get<std::string>() + "/" +
                            (row["row"] == "group" ? row["phase"].get<std::string>() + "/" +
                                                         row["theme"].get<std::string>()
                                                   : "all"));
        }
        return found;
    };
    EXPECT_THAT(places({{"project", "aula"}}), ElementsAre("Aula/all"));
    EXPECT_THAT(places({{"project", "Aula"}, {"groups", true}}),
                ElementsAre("Aula/all", "Aula/Drift/Data", "Aula/Drift/Test"));
    EXPECT_THAT(places({{"project", ""}, {"groups", true}}), ElementsAre("/all", "//"));
    EXPECT_THAT(places({{"project", "Sapa"}}), IsEmpty());
    expect_error(ask("projects", {{"groups", "yes"}}), "malformed",
                 "groups: must be true or false");
    for (const char* after : {"x", "4", "9:Aula", "-1:", "4:Aulax"}) {
        expect_error(ask("projects", {}, after), "malformed", "after");
    }
}

TEST_F(QueriesTest, ProjectsAndGroupsComeInPages) {
    const std::string long_title(2'000, 'x');
    for (int number = 1; number <= 60; ++number) {
        put_task(number, {{"project", "P" + std::to_string(number % 3)},
                          {"phase", "1:" + std::to_string(number)},
                          {"title", long_title},
                          {"due_date", "2024-05-01"}});
    }
    put_task(61, {{"title", long_title}, {"due_date", "2024-05-01"}});
    std::vector<std::string> places;
    std::string after;
    std::size_t pages = 0;
    do {
        const auto page = ask("projects", {{"groups", true}}, after);
        ++pages;
        for (const auto& row : page["rows"]) {
            places.push_back(row["project"].get<std::string>() + row["phase"].dump());
        }
        after = page["next"];
    } while (!after.empty());
    EXPECT_GE(pages, 2U);
    EXPECT_EQ(places.size(), 4U + 61U);
    EXPECT_EQ(std::set(places.begin(), places.end()).size(), places.size());
}

TEST_F(QueriesTest, WhoIsAwayIsSaidOfTodayAlsoWhereNothingWasRecordedSince) {
    assign_role({{"role", "project_leader"},
                 {"person", {{"id", "kim"}}},
                 {"absent_from", "2024-02-02"},
                 {"absent_until", "2024-02-02"}});
    const auto absent = [&] { return ask("roles")["rows"][0]["absent"]; };
    EXPECT_EQ(absent(), false);
    now = test::utc("2024-02-02T07:00:00Z");
    EXPECT_EQ(absent(), true);
    now = test::utc("2024-02-03T07:00:00Z");
    EXPECT_EQ(absent(), false);
}

TEST_F(QueriesTest, PeopleAreFoundByIdOrAllOfThem) {
    put_task(1, {{"assignee", {{"name", "Karen Vest"}}}, {"responsible", {{"name", "Bo Øst"}}}});
    const auto all = ask("person")["rows"];
    ASSERT_EQ(all.size(), 2U);
    EXPECT_LT(all[0]["id"], all[1]["id"]);
    const auto one = ask("person", {{"id", all[0]["id"].get<std::string>()}})["rows"];
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(one[0], all[0]);
}

TEST_F(QueriesTest, HealthNamesTheMunicipalityAndSaysWhatIsWrong) {
    const auto state_of = [&](const std::string& subject) -> std::string {
        const auto answer = ask("health");
        for (const auto& row : answer["rows"]) {
            if (row["subject"] == subject) {
                return row["state"];
            }
        }
        return "missing";
    };
    EXPECT_EQ(ask("health")["rows"][0]["text"], "9999 Korsbæk Kommune");
    EXPECT_EQ(state_of("journal"), "ok");
    EXPECT_EQ(state_of("platform"), "ok");
    EXPECT_EQ(state_of("clock"), "ok");
    desk.refuse_published({}, {"malformed", "", "wrong"}, now);
    EXPECT_EQ(state_of("platform"), "warning");
    now = test::utc("2024-01-01T00:00:00Z");
    EXPECT_EQ(state_of("clock"), "warning") << "the journal is ahead of the clock";
    batch.fail({"read_only", "", "the disk is full"});
    EXPECT_EQ(state_of("journal"), "failed");
    EXPECT_THAT(ask("health").dump(), HasSubstr("read_only"));
    const auto answer = ask("health");
    for (const auto& row : answer["rows"]) {
        EXPECT_NE(row["text_da"], "") << row["subject"];
    }
}

} // namespace
} // namespace klik::daemon
