#include "unit/daemon/why_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::daemon {
namespace {

using test::Json;
using test::Keys;
using test::WhyQueryTest;
using testing::Contains;
using testing::HasSubstr;

TEST_F(WhyQueryTest, AnswersForTodayFromTheStateAndForAPastDayFromTheJournal) {
    EXPECT_EQ(why_not(1, "anna")["code"], "first_sight");
    clock("2024-02-19T12:00:00Z");
    const Json today = why_not(1, "anna");
    EXPECT_EQ(today["code"], "inhibited");
    EXPECT_EQ(today["rule"], "7.inhibition");
    EXPECT_EQ(today["facts"]["told"], "bo");
    EXPECT_THAT(today["text"]["da"], HasSubstr("anna fik ikke besked om opgave #1"));
    EXPECT_THAT(today["text"]["en"], HasSubstr("who can unblock it: bo"));
    clock("2024-02-22T12:00:00Z");
    EXPECT_EQ(why_not(1, "anna", "2024-02-19"), today);
    EXPECT_EQ(why_not(1, "bo", "2024-02-19")["code"], "told");
    EXPECT_EQ(why_not(1, "anna", "2024-02-01")["code"], "first_sight");
    EXPECT_EQ(why_not(1, "anna", "2024-01-31")["code"], "unknown_task");
}

TEST_F(WhyQueryTest, SaysWhenAStepWasToldBeforeTheDay) {
    put(1, {{"due_date", "2024-03-05"}, {"prerequisites", Json::array()}}, "2024-02-01T08:30:00Z");
    clock("2024-02-20T12:00:00Z");
    load_rules("[calendar]\ndays_off = [2024-02-27]\n");
    clock("2024-02-26T12:00:00Z");
    load_rules("");
    clock("2024-02-27T12:00:00Z");
    const Json today = why_not(1, "anna");
    EXPECT_EQ(today["code"], "spent");
    EXPECT_EQ(today["facts"]["told_on"], "2024-02-26");
    EXPECT_THAT(today["text"]["en"], HasSubstr("was told on Monday 26 February 2024"));
    clock("2024-02-28T12:00:00Z");
    EXPECT_EQ(why_not(1, "anna", "2024-02-27"), today);
}

TEST_F(WhyQueryTest, RefusesWhatCannotBeAsked) {
    EXPECT_THAT(ask("why_not", {{"number", std::int64_t{1}}})["text"], HasSubstr("person"));
    EXPECT_THAT(ask("why_not", {{"person", "anna"}})["text"], HasSubstr("number"));
    const Keys keys{{"number", std::int64_t{1}}, {"person", "anna"}};
    for (const auto& [on, words] : {std::pair{"2024-02-02", "lies ahead"},
                                    {"yesterday", "must be a date such as 2024-03-04"}}) {
        Keys with = keys;
        with.emplace("on", on);
        EXPECT_THAT(ask("why_not", with)["text"], HasSubstr(words));
    }
}

TEST_F(WhyQueryTest, SaysOfANoticeByIdSequenceOrKeyWhatCausedIt) {
    clock("2024-02-05T12:00:00Z");
    put(1, {{"status", "Påbegyndt"}});
    clock("2024-02-05T13:00:00Z");
    const auto notices =
        journal.read(test::korsbaek, {}, journal::mask_of(engine::EventKind::notification), 100)
            .value();
    const auto sequence = domain::to_string(notices.back().sequence);
    const Json by_sequence = ask("why", {{"event", sequence}});
    ASSERT_TRUE(by_sequence.contains("rows")) << by_sequence.dump();
    const Json row = by_sequence["rows"][0];
    EXPECT_EQ(row["kind"], "status_changed");
    EXPECT_EQ(row["event"], journal.epoch() + '.' + sequence);
    ASSERT_EQ(row["causes"].size(), 2U);
    EXPECT_EQ(row["causes"][0]["what"], "moment");
    EXPECT_EQ(row["causes"][1]["what"], "fact");
    EXPECT_EQ(row["causes"][1]["id"], "w-4");
    EXPECT_EQ(row["causes"][1]["via"], "local");
    EXPECT_THAT(row["text"]["en"], HasSubstr("gathered from fact w-4"));
    EXPECT_EQ(ask("why", {{"event", row["event"].get<std::string>()}})["rows"],
              by_sequence["rows"]);
    EXPECT_EQ(ask("why", {{"key", row["key"].get<std::string>()}})["rows"][0], row);
}

TEST_F(WhyQueryTest, SaysOfARoleThatIsVacantInAProjectThatItIsTheProjects) {
    put(1, {{"project", "DUBU 3.0"}});
    clock("2024-02-05T13:00:00Z");
    const auto notices =
        journal.read(test::korsbaek, {}, journal::mask_of(engine::EventKind::notification), 100)
            .value();
    std::vector<std::string> texts;
    for (const auto& notice : notices) {
        const Json answer = ask("why", {{"event", domain::to_string(notice.sequence)}});
        for (const auto& row : answer["rows"]) {
            if (row["kind"] == "vacant_role" && row["facts"].contains("project")) {
                texts.push_back(row["text"]["da"]);
            }
        }
    }
    EXPECT_THAT(texts, Contains(HasSubstr("fik besked om projektet »DUBU 3.0« ")));
}

TEST_F(WhyQueryTest, FindsTheKeyOfAnItemThatStandsInTheNoticeOfAnotherTask) {
    put(3, {{"assignee", {{"id", "anna"}}}});
    clock("2024-02-05T12:00:00Z");
    const Json answer = ask("why", {{"key", "9999/3/-/first_sight/anna"}});
    ASSERT_TRUE(answer.contains("rows")) << answer.dump();
    EXPECT_EQ(answer["rows"].size(), 1U);
    EXPECT_EQ(answer["rows"][0]["number"], 3);
    EXPECT_EQ(answer["rows"][0]["causes"][0]["what"], "moment");
}

/// Lena is assignee of task 3, deputy of task 4's and project leader for task 5, which has nobody.
TEST_F(WhyQueryTest, SaysOfEachItemOfANoticeInWhichRoleItCameToItsReader) {
    assign_role({{"role", "project_leader"}, {"person", {{"id", "lena"}}}});
    assign_role(
        {{"role", "assignee"}, {"person", {{"id", "lena"}}}, {"deputy_of", {{"id", "kim"}}}});
    assign_role({{"role", "IT, drift"},
                 {"person", {{"id", "kim"}}},
                 {"absent_from", "2024-02-01"},
                 {"absent_until", "2024-03-01"}});
    put(3, {{"assignee", {{"id", "lena"}}}});
    put(4, {{"assignee", {{"id", "kim"}}}});
    put(5, {{"title", "C"}});
    clock("2024-02-05T12:00:00Z");
    std::map<int, Json> rows;
    for (const int number : {3, 4, 5}) {
        const auto key = "9999/" + std::to_string(number) + "/-/first_sight/lena";
        rows[number] = ask("why", {{"key", key}})["rows"][0];
    }
    ASSERT_EQ(rows[3]["event"], rows[5]["event"]);
    EXPECT_EQ(rows[3]["recipient"],
              (Json{{"person", "lena"}, {"role", "assignee"}, {"via", Json::array()}}));
    EXPECT_THAT(rows[3]["text"]["en"], HasSubstr("was found as the assignee."));
    EXPECT_EQ(rows[4]["recipient"]["reasons"], Json::array({"absent"}));
    EXPECT_THAT(rows[4]["text"]["en"], HasSubstr("was found as deputy for the assignee; asked "
                                                 "before that: the assignee (absent)."));
    EXPECT_EQ(rows[5]["recipient"]["role"], "project_leader");
    EXPECT_EQ(rows[5]["recipient"]["via"], Json::array({"assignee", "responsible"}));
    EXPECT_THAT(rows[5]["text"]["da"], HasSubstr("fundet som projektlederen; før det blev spurgt: "
                                                 "udføreren (ubesat), den ansvarlige (ubesat)."));
}

TEST_F(WhyQueryTest, LooksForAKeyInAPartOfTheJournalForEachPage) {
    fill_with_people_to_tell(most_records_of_a_page + 1);
    put(3, {{"assignee", {{"id", "zoe"}}}});
    clock("2024-02-05T12:00:00Z");
    const std::string key = "9999/3/-/first_sight/zoe";
    const Json first = ask("why", {{"key", key}});
    ASSERT_TRUE(first.contains("rows")) << first.dump();
    EXPECT_EQ(first["rows"].size(), 0U);
    const auto next = first["next"].get<std::string>();
    ASSERT_NE(next, "");
    const Json second = ask("why", {{"key", key}}, next);
    ASSERT_EQ(second["rows"].size(), 1U) << second.dump();
    EXPECT_EQ(second["rows"][0]["key"], key);
    EXPECT_EQ(second["next"], "");
    EXPECT_EQ(ask("why", {{"key", "9999/3/-/x/zoe"}}, next)["code"], "not_found");
    EXPECT_EQ(ask("why", {{"key", key}}, "7")["code"], "malformed");
}

TEST_F(WhyQueryTest, LooksForDeliveriesInAPartOfTheJournalForEachPage) {
    fill_with_people_to_tell(most_records_of_a_page + 1);
    put(3, {{"assignee", {{"id", "zoe"}}}});
    clock("2024-02-05T12:00:00Z");
    std::size_t pages = 0;
    std::size_t found = 0;
    std::string after;
    do {
        const Json page = ask("deliveries", {{"person", "zoe"}}, after);
        ASSERT_TRUE(page.contains("rows")) << page.dump();
        found += page["rows"].size();
        after = page["next"];
        ++pages;
    } while (!after.empty());
    EXPECT_EQ(found, 1U);
    EXPECT_EQ(pages, 2U);
}

TEST_F(WhyQueryTest, RefusesWhatIsNoNotice) {
    EXPECT_EQ(ask("why", {{"event", "1"}})["code"], "not_found");
    EXPECT_EQ(ask("why", {{"event", "99999"}})["code"], "not_found");
    EXPECT_EQ(ask("why", {{"event", "another." + std::string(19, '0') + "1"}})["code"],
              "not_found");
    EXPECT_EQ(ask("why", {{"event", "0"}})["code"], "not_found");
    EXPECT_EQ(ask("why", {{"event", "x"}})["code"], "malformed");
    EXPECT_EQ(ask("why", {})["code"], "malformed");
    EXPECT_EQ(ask("why", {{"event", "1"}, {"key", "k"}})["code"], "malformed");
    EXPECT_EQ(ask("why", {{"key", "9999/1/-/x/anna"}})["code"], "not_found");
}

} // namespace
} // namespace klik::daemon
