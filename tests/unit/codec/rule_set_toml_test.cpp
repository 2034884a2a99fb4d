#include "codec/rule_set_toml.hpp"
#include "domain/civil_time.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::codec {
namespace {

using domain::Date;
using domain::DayCount;
using domain::Policy;
using domain::RuleSet;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

Date day(std::string_view iso) {
    return domain::date_from_iso(iso).value();
}

std::string sentences(const std::vector<domain::Problem>& problems) {
    std::string text;
    for (const auto& problem : problems) {
        text += problem.sentence() + '\n';
    }
    return text;
}

RuleSet rules_of(std::string_view toml) {
    auto rules = parse_rule_set(toml, "korsbaek.toml");
    if (!rules) {
        ADD_FAILURE() << sentences(rules.error());
        return default_rules();
    }
    return *std::move(rules);
}

std::vector<domain::Problem> problems_of(std::string_view toml) {
    auto rules = parse_rule_set(toml, "korsbaek.toml");
    if (rules) {
        ADD_FAILURE() << "accepted: " << toml;
        return {};
    }
    return std::move(rules).error();
}

testing::Matcher<const domain::Problem&> problem(const std::string& path, const std::string& text) {
    return AllOf(Field(&domain::Problem::code, "malformed"), Field(&domain::Problem::path, path),
                 Field(&domain::Problem::text, HasSubstr(text)));
}

// --- Rules 4, 5, 7: the defaults ---

TEST(DefaultRules, AreReadFromTheFileThatTheProgramCarries) {
    EXPECT_EQ(rules_of(default_rules_toml()), default_rules());
    EXPECT_EQ(rules_of(""), default_rules());
    EXPECT_EQ(default_rules().name, "Standard");
}

TEST(DefaultRules, TurnATaskYellowFourteenCalendarDaysBeforeItsDueDate) {
    EXPECT_EQ(default_rules().yellow, (DayCount{14, false}));
    EXPECT_THAT(default_rules().colour_overrides, IsEmpty());
}

TEST(DefaultRules, RemindFourteenAndSevenDaysAndOneWorkingDayBefore) {
    EXPECT_THAT(default_rules().reminders,
                ElementsAre(DayCount{14, false}, DayCount{7, false}, DayCount{1, true}));
    EXPECT_EQ(default_rules().run_at, std::chrono::hours{8});
}

TEST(DefaultRules, RepeatOverdueEveryFiveWorkingDaysAndEscalateFromTheSecond) {
    EXPECT_EQ(default_rules().overdue_every_working_days, 5);
    EXPECT_EQ(default_rules().overdue_escalates_from, 2);
}

TEST(DefaultRules, WarnOfStartingAndRefuseCompletingABlockedTask) {
    EXPECT_EQ(default_rules().start_blocked, Policy::warn);
    EXPECT_EQ(default_rules().complete_blocked, Policy::enforce);
}

TEST(DefaultRules, CallARequestUnansweredAfterTwentyFourHours) {
    EXPECT_EQ(default_rules().request_unanswered_after, std::chrono::hours{24});
}

// --- Rules 6: working days ---

TEST(DefaultCalendar, HasTheTenPublicHolidaysOf2024) {
    for (const auto* date :
         {"2024-01-01", "2024-03-28", "2024-03-29", "2024-03-31", "2024-04-01", "2024-05-09",
          "2024-05-19", "2024-05-20", "2024-12-25", "2024-12-26"}) {
        EXPECT_FALSE(default_rules().calendar.is_working_day(day(date))) << date;
    }
}

TEST(DefaultCalendar, EndsStoreBededagWith2023) {
    EXPECT_FALSE(default_rules().calendar.is_working_day(day("2023-05-05")));
    EXPECT_TRUE(default_rules().calendar.is_working_day(day("2024-04-26")));
}

TEST(DefaultCalendar, TakesConstitutionDayAndTheTwoEvesOffButNotTheFirstOfMay) {
    EXPECT_FALSE(default_rules().calendar.is_working_day(day("2024-06-05")));
    EXPECT_FALSE(default_rules().calendar.is_working_day(day("2024-12-24")));
    EXPECT_FALSE(default_rules().calendar.is_working_day(day("2024-12-31")));
    EXPECT_TRUE(default_rules().calendar.is_working_day(day("2024-05-01")));
}

TEST(DefaultCalendar, WorksOnTheDaysAroundEaster) {
    EXPECT_TRUE(default_rules().calendar.is_working_day(day("2024-03-27")));
    EXPECT_FALSE(default_rules().calendar.is_working_day(day("2024-03-30")));
    EXPECT_TRUE(default_rules().calendar.is_working_day(day("2024-04-02")));
}

// --- Rules 8: a municipality's file over the default ---

TEST(RuleSetToml, KeepsTheDefaultOfEveryKeyThatIsLeftOut) {
    RuleSet expected = default_rules();
    expected.yellow = {10, true};
    expected.run_at = std::chrono::hours{7} + std::chrono::minutes{30};
    EXPECT_EQ(rules_of("[colour]\nyellow = \"10wd\"\n[reminders]\nrun_at = \"07:30\"\n"), expected);
}

TEST(RuleSetToml, ReadsEveryKey) {
    const RuleSet rules = rules_of(R"(
name = "Korsbæk"
[colour]
yellow = "21d"
[[colour.override]]
project = "DUBU 3.0"
priority = "Anbefalet opgave"
yellow = "5wd"
[[colour.override]]
project = "DUBU 3.0"
yellow = "30d"
[calendar]
days_off = [2024-05-10]
working_days = [2024-06-05]
[reminders]
before = ["30d", "3wd"]
run_at = "00:00"
overdue_every = "2wd"
overdue_escalates_from = 1
[prerequisites]
start_blocked = "off"
complete_blocked = "warn"
[requests]
unanswered_after = "48h"
)");
    EXPECT_EQ(rules.name, "Korsbæk");
    EXPECT_EQ(rules.yellow, (DayCount{21, false}));
    EXPECT_THAT(rules.colour_overrides,
                ElementsAre(domain::ColourOverride{"DUBU 3.0", "Anbefalet opgave", {5, true}},
                            domain::ColourOverride{"DUBU 3.0", "", {30, false}}));
    EXPECT_FALSE(rules.calendar.is_working_day(day("2024-05-10")));
    EXPECT_TRUE(rules.calendar.is_working_day(day("2024-06-05")));
    EXPECT_THAT(rules.reminders, ElementsAre(DayCount{30, false}, DayCount{3, true}));
    EXPECT_EQ(rules.run_at, std::chrono::minutes{0});
    EXPECT_EQ(rules.overdue_every_working_days, 2);
    EXPECT_EQ(rules.overdue_escalates_from, 1);
    EXPECT_EQ(rules.start_blocked, Policy::off);
    EXPECT_EQ(rules.complete_blocked, Policy::warn);
    EXPECT_EQ(rules.request_unanswered_after, std::chrono::hours{48});
}

TEST(RuleSetToml, ReplacesTheWholeLadderEvenByNone) {
    EXPECT_THAT(rules_of("reminders.before = [\"3wd\"]").reminders, ElementsAre(DayCount{3, true}));
    EXPECT_THAT(rules_of("reminders.before = []").reminders, IsEmpty());
}

TEST(RuleSetToml, ChangesAHolidayByItsNameAndKeepsTheOthers) {
    const RuleSet rules =
        rules_of("[[calendar.holiday]]\nname = \"Store bededag\"\nlast_year = 2024\n");
    EXPECT_FALSE(rules.calendar.is_working_day(day("2024-04-26")));
    EXPECT_TRUE(rules.calendar.is_working_day(day("2025-05-16")));
    EXPECT_EQ(rules.calendar.holidays.size(), default_rules().calendar.holidays.size());
}

TEST(RuleSetToml, MovesAHolidayFromEasterToAFixedDate) {
    const RuleSet rules =
        rules_of("[[calendar.holiday]]\nname = \"Anden pinsedag\"\ndate = \"06-10\"\n");
    EXPECT_TRUE(rules.calendar.is_working_day(day("2024-05-20")));
    EXPECT_FALSE(rules.calendar.is_working_day(day("2024-06-10")));
}

TEST(RuleSetToml, AddsAHolidayFromAGivenYearOn) {
    const RuleSet rules = rules_of(
        "[[calendar.holiday]]\nname = \"Første maj\"\ndate = \"05-01\"\nfirst_year = 2025\n");
    EXPECT_TRUE(rules.calendar.is_working_day(day("2024-05-01")));
    EXPECT_FALSE(rules.calendar.is_working_day(day("2025-05-01")));
}

TEST(RuleSetToml, RemovesAHolidayByItsName) {
    const RuleSet rules =
        rules_of("[[calendar.holiday]]\nname = \"Grundlovsdag\"\nremove = true\n");
    EXPECT_TRUE(rules.calendar.is_working_day(day("2024-06-05")));
}

TEST(RuleSetToml, LaysAProjectOverTheMunicipalityAndNotOverAnotherOne) {
    const RuleSet rules = rules_of("[colour]\nyellow = \"21d\"\nred = \"1d\"\n"
                                   "[project.KP.reminders]\nbefore = [\"3wd\"]\n"
                                   "[project.FBS.colour]\nred = \"after\"\n"
                                   "[project.FBS.knock_on]\neffort = \"8wd\"\n");
    ASSERT_EQ(rules.projects.size(), 2U);
    const RuleSet& kp = rules.of_project("KP");
    EXPECT_THAT(kp.reminders, ElementsAre(DayCount{3, true}));
    EXPECT_EQ(kp.red, (DayCount{1, false}));
    EXPECT_EQ(kp.effort_working_days, 5);
    EXPECT_THAT(kp.projects, IsEmpty());
    const RuleSet& fbs = rules.of_project("FBS");
    EXPECT_EQ(fbs.yellow, (DayCount{21, false}));
    EXPECT_FALSE(fbs.red);
    EXPECT_EQ(fbs.effort_working_days, 8);
    EXPECT_EQ(fbs.reminders, default_rules().reminders);
    EXPECT_EQ(&rules.of_project("kp"), &rules);
}

TEST(RuleSetToml, AThresholdWithoutRedHasTheOneOfAll) {
    const RuleSet rules = rules_of("[colour]\nred = \"1d\"\n"
                                   "[[colour.override]]\npriority = \"A\"\nyellow = \"3d\"\n"
                                   "[[colour.override]]\npriority = \"B\"\nyellow = \"3d\"\n"
                                   "red = \"after\"\n");
    EXPECT_THAT(rules.colour_overrides,
                ElementsAre(domain::ColourOverride{"", "A", {3, false}, DayCount{1, false}},
                            domain::ColourOverride{"", "B", {3, false}}));
}

TEST(RuleSetToml, ReadsTransitionsAndTexts) {
    using enum domain::Status;
    const RuleSet rules =
        rules_of("[transitions]\ncompleted = []\n"
                 "[texts.reminder]\nda = \"Husk {title}\"\nen = \"Do {title}\"\n");
    EXPECT_THAT(rules.transitions.at(completed), IsEmpty());
    EXPECT_THAT(rules.transitions.at(not_started),
                ElementsAre(in_progress, completed, not_relevant));
    ASSERT_NE(rules.text_of(domain::NotificationKind::reminder), nullptr);
    EXPECT_EQ(rules.text_of(domain::NotificationKind::reminder)->danish, "Husk {title}");
    EXPECT_EQ(rules.text_of(domain::NotificationKind::overdue), nullptr);
}

// --- Rules 8: what is wrong is named with its line ---

TEST(RuleSetToml, FindsAllProblemsAtOnceEachWithItsLine) {
    EXPECT_THAT(
        problems_of("[colour]\n"
                    "yelow = \"14d\"\n"
                    "[reminders]\n"
                    "run_at = \"24:00\"\n"
                    "overdue_every = \"5d\"\n"
                    "[prerequisites]\n"
                    "start_blocked = \"maybe\"\n"),
        testing::UnorderedElementsAre(
            problem("korsbaek.toml:2", "`colour.yelow`; allowed here are yellow, red, override"),
            problem("korsbaek.toml:4", "`reminders.run_at` must be a time of day"),
            problem("korsbaek.toml:5", "`reminders.overdue_every` must be"),
            problem("korsbaek.toml:7", R"("off", "warn" or "enforce")")));
}

TEST(RuleSetToml, FindsMistakesOfFormAndOfRulesInOneRoundByTheirLines) {
    EXPECT_THAT(problems_of("[recipients]\n"
                            "chain = [\"mailbox\", \"assignee\"]\n"
                            "[reminders]\n"
                            "before = [\"7d\", \"14d\"]\n"
                            "[notices]\n"
                            "gather = \"soon\"\n"
                            "[colour]\n"
                            "yellow = \"1d\"\n"
                            "red = \"5d\"\n"
                            "[project.\"DUBU\".reminders]\n"
                            "run_at = \"07:00\"\n"),
                ElementsAre(problem("korsbaek.toml:2", "`recipients.chain`"),
                            problem("korsbaek.toml:4", "7d never comes before 14d"),
                            problem("korsbaek.toml:6", "`notices.gather` must be"),
                            problem("korsbaek.toml:9", "begins before `yellow`"),
                            problem("korsbaek.toml:11", "run_at")));
}

TEST(RuleSetToml, ProvesNothingFromATableThatCannotBeReadOrMayBeMisspelt) {
    // With the run of the default, quiet from six would be a mistake.
    EXPECT_THAT(problems_of("[notices]\nquiet_from = \"06:00\"\nlate_until = \"05:30\"\n"
                            "[reminders]\nrun_at = \"five\"\n"),
                ElementsAre(problem("korsbaek.toml:5", "`reminders.run_at` must be")));
    EXPECT_THAT(problems_of("[notices]\nquiet_from = \"06:00\"\nlate_until = \"05:30\"\n"
                            "[reminder]\nrun_at = \"05:00\"\n"),
                ElementsAre(problem("korsbaek.toml:4", "no key `reminder`")));
    // With the yellow of the municipality, red from twenty days would be one.
    EXPECT_THAT(problems_of("[project.A.colour]\nyellow = \"thirty\"\nred = \"20d\"\n"),
                ElementsAre(problem("korsbaek.toml:2", "yellow` must be")));
}

TEST(RuleSetToml, AMistakeInTheCalendarHidesNoneThatCountsNoDays) {
    EXPECT_THAT(problems_of("[calendar]\ndays_off = [2024-05-10]\nworking_days = [2024-05-10]\n"
                            "[recipients]\nchain = [\"mailbox\", \"assignee\"]\n"),
                ElementsAre(problem("korsbaek.toml:3", "2024-05-10 is never worked"),
                            problem("korsbaek.toml:5", "`recipients.chain`")));
}

struct BadRules {
    std::string toml;
    int line;
    std::string text;
    friend void PrintTo(const BadRules& rules, std::ostream* out) { *out << rules.text; }
};

class BadRuleSet : public testing::TestWithParam<BadRules> {};

TEST_P(BadRuleSet, IsRefusedWithFileLineAndWhatIsAllowed) {
    const auto& bad = GetParam();
    EXPECT_THAT(problems_of(bad.toml),
                Contains(problem("korsbaek.toml:" + std::to_string(bad.line), bad.text)))
        << bad.toml;
}

INSTANTIATE_TEST_SUITE_P(
    Rules, BadRuleSet,
    testing::Values(
        BadRules{"colour = 3", 1, "`colour` must be a table"},
        BadRules{"\n\n[colours]\n", 3, "no key `colours`"},
        BadRules{"[colour]\nyellow = 14", 2, "`colour.yellow` must be a distance"},
        BadRules{"[colour]\nyellow = \"-1d\"", 2, "from 0 to 3660"},
        BadRules{"[colour]\nyellow = \"3661d\"", 2, "from 0 to 3660"},
        BadRules{"name = 5", 1, "`name` must be a text in quotes"},
        BadRules{"[[colour.override]]\nyellow = \"1d\"", 1, "must name a `project`"},
        BadRules{"[[colour.override]]\nproject = \"A\"", 1, "`colour.override.yellow` must be"},
        BadRules{"[colour]\noverride = \"A\"", 2, "each written [[colour.override]]"},
        BadRules{"[colour]\noverride = [1]", 2, "each written [[colour.override]]"},
        BadRules{"[reminders]\nbefore = \"14d\"", 2, "a list of at most 20 distances"},
        BadRules{"[reminders]\nbefore = [\"14d\",\n\"x\"]", 3, "a list of at most 20 distances"},
        BadRules{"[reminders]\nbefore = [\"731d\"]", 2, "from 0 to 730"},
        BadRules{"[reminders]\nbefore = [\"7d\", \"14d\"]", 2, "7d never comes before 14d"},
        BadRules{"[reminders]\nbefore = [\"7d\", \"7d\"]", 2, "7d never comes before 7d"},
        BadRules{"[reminders]\nbefore = [\"1d\", \"1wd\"]", 2, "due 2024-01-01"},
        BadRules{"[reminders]\nrun_at = \"8:00\"", 2, "\"00:00\" to \"23:59\""},
        BadRules{"[reminders]\noverdue_every = \"0wd\"", 2, "from \"1wd\" to \"250wd\""},
        BadRules{"[reminders]\noverdue_escalates_from = 0", 2, "from 1 to 1000"},
        BadRules{"[reminders]\noverdue_escalates_from = \"2\"", 2, "a whole number"},
        BadRules{"[requests]\nunanswered_after = \"0h\"", 2, "from \"1h\" to \"8760h\""},
        BadRules{"[requests]\nunanswered_after = \"24\"", 2, "a number of hours"},
        BadRules{"[calendar]\ndays_off = [\"2024-05-10\"]", 2, "dates without quotes"},
        BadRules{"[calendar]\ndays_off = [1899-05-10]", 2, "from 1900 to 2199"},
        BadRules{"[calendar]\nworking_days = 2024-05-10", 2, "a list of at most 2000 dates"},
        BadRules{"[[calendar.holiday]]\ndate = \"01-02\"", 1, "the holiday's name"},
        BadRules{"[[calendar.holiday]]\nname = \"Ny\"", 2, "needs a `date`"},
        BadRules{"[[calendar.holiday]]\nname = \"Ny\"\ndate = \"13-01\"", 3, "a month and a day"},
        BadRules{"[[calendar.holiday]]\nname = \"Ny\"\ndate = \"01-02\"\neaster_offset_days = 1", 3,
                 "not both"},
        BadRules{"[[calendar.holiday]]\nname = \"Ny\"\neaster_offset_days = 251", 3,
                 "from -80 to 250"},
        BadRules{"[[calendar.holiday]]\nname = \"Juledag\"\nfirst_year = 2030\nlast_year = 2029", 3,
                 "never comes"},
        BadRules{"[[calendar.holiday]]\nname = \"Ny\"\nremove = true", 2, "no holiday \"Ny\""},
        BadRules{"[[calendar.holiday]]\nname = \"Juledag\"\nremove = \"yes\"", 3, "true or false"},
        BadRules{"[[calendar.holiday]]\nname = \"Juledag\"\n[[calendar.holiday]]\n"
                 "name = \"Juledag\"",
                 4, "twice"}));

TEST(RuleSetToml, NamesTheLineOfASyntaxError) {
    EXPECT_THAT(problems_of("name = \"A\"\n[colour\nyellow = \"14d\"\n"),
                ElementsAre(problem("korsbaek.toml:2", "this is not TOML")));
    EXPECT_THAT(problems_of("name = \"\xff\"\n"),
                ElementsAre(problem("korsbaek.toml:1", "this is not TOML")));
    EXPECT_THAT(problems_of("[colour]\nyellow = \"14d\"\nyellow = \"15d\"\n"),
                ElementsAre(problem("korsbaek.toml:3", "this is not TOML")));
}

TEST(RuleSetToml, FindsAThresholdThatAnEarlierOneShadows) {
    EXPECT_THAT(problems_of("[[colour.override]]\nproject = \"A\"\nyellow = \"1d\"\n"
                            "[[colour.override]]\nproject = \"A\"\npriority = \"B\"\n"
                            "yellow = \"2d\"\n"),
                ElementsAre(problem("korsbaek.toml:4",
                                    "the threshold for project \"A\" and priority \"B\" is never "
                                    "used, because the one for project \"A\"")));
}

TEST(RuleSetToml, RefusesSoManyHolidaysThatAYearCouldBeWithoutWork) {
    std::string toml;
    for (int i = 0; i < 101; ++i) {
        toml +=
            "[[calendar.holiday]]\nname = \"Fri " + std::to_string(i) + "\"\ndate = \"01-02\"\n";
    }
    EXPECT_THAT(problems_of(toml), Contains(problem("korsbaek.toml:1", "at most 100 holidays")));
}

} // namespace
} // namespace klik::codec
