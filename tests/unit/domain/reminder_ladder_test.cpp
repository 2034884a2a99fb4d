#include "domain/reminder_ladder.hpp"
#include "support/tasks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using testing::ElementsAre;

// docs/rules.md 7

std::vector<std::string> steps(const char* due, const char* from, const char* until) {
    std::vector<std::string> text;
    for (const auto& step : ReminderLadder(date(due), rules()).between(date(from), date(until))) {
        text.push_back(iso_date(step.on) + ' ' + step.name);
    }
    return text;
}

TEST(ReminderLadder, OfTheReferencePage) {
    EXPECT_THAT(steps("2024-03-04", "2024-01-01", "2024-04-10"),
                ElementsAre("2024-02-19 14d", "2024-02-26 7d", "2024-03-01 1wd",
                            "2024-03-05 overdue-1", "2024-03-12 overdue-2", "2024-03-19 overdue-3",
                            "2024-03-26 overdue-4", "2024-04-05 overdue-5"));
}

TEST(ReminderLadder, AWarningOnADayOffMovesToTheLastWorkingDayBefore) {
    // 14 days before is Sunday 11 February, 7 days before is Sunday 18 February.
    EXPECT_THAT(steps("2024-02-25", "2024-02-01", "2024-02-25"),
                ElementsAre("2024-02-09 14d", "2024-02-16 7d", "2024-02-23 1wd"));
}

TEST(ReminderLadder, AnOverdueNoticeOnADayOffMovesToTheFirstWorkingDayAfter) {
    // Due on the Wednesday before Easter: Maundy Thursday to Easter Monday are off.
    EXPECT_THAT(steps("2024-03-27", "2024-03-28", "2024-04-09"),
                ElementsAre("2024-04-02 overdue-1", "2024-04-09 overdue-2"));
}

TEST(ReminderLadder, StepsThatMeetAreInOrderOfNearness) {
    RuleSet own = rules();
    own.reminders = {{4, false}, {3, false}, {2, false}};
    // Due Tuesday: 4, 3 and 2 days before are Friday, Saturday, Sunday.
    const auto found =
        ReminderLadder(date("2024-03-05"), own).between(date("2024-03-01"), date("2024-03-01"));
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found.back().name, "2d");
    EXPECT_EQ(ReminderLadder(date("2024-03-05"), own).next(date("2024-02-01")).name, "2d");
}

TEST(ReminderLadder, TheNextStepIsFoundFromAnyDay) {
    const Date due_date = date("2024-03-04");
    const auto next = [&](const char* from) {
        const auto step = ReminderLadder(due_date, rules()).next(date(from));
        return iso_date(step.on) + ' ' + step.name;
    };
    EXPECT_EQ(next("2024-01-01"), "2024-02-19 14d");
    EXPECT_EQ(next("2024-02-19"), "2024-02-19 14d");
    EXPECT_EQ(next("2024-02-20"), "2024-02-26 7d");
    EXPECT_EQ(next("2024-03-02"), "2024-03-05 overdue-1");
    EXPECT_EQ(next("2024-03-20"), "2024-03-26 overdue-4");
    EXPECT_EQ(next("2024-03-27"), "2024-04-05 overdue-5");
}

TEST(ReminderLadder, TheLastStepBeforeADay) {
    const Date due_date = date("2024-03-04");
    const auto last = [&](const char* from) {
        const auto step = ReminderLadder(due_date, rules()).last_before(date(from));
        return step ? step->name : "none";
    };
    EXPECT_EQ(last("2024-02-19"), "none");
    EXPECT_EQ(last("2024-02-20"), "14d");
    EXPECT_EQ(last("2024-03-05"), "1wd");
    EXPECT_EQ(last("2024-03-06"), "overdue-1");
    EXPECT_EQ(last("2024-03-27"), "overdue-4");
}

TEST(ReminderLadder, ItsIntervalsComeFromTheRuleSet) {
    RuleSet own = rules();
    own.reminders = {{3, true}};
    own.overdue_every_working_days = 1;
    const auto found =
        ReminderLadder(date("2024-03-04"), own).between(date("2024-01-01"), date("2024-03-06"));
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(iso_date(found[0].on), "2024-02-28");
    EXPECT_EQ(iso_date(found[2].on), "2024-03-06");
}

TEST(ReminderLadder, AnOverdueNoticeIsTheSameUnderRulesThatCountInAnotherWay) {
    RuleSet daily = rules();
    daily.overdue_every_working_days = 1;
    const Date due_date = date("2024-03-04");
    domain::FlatSet<std::string> spent;
    const auto of_day = [&](const RuleSet& of, const char* day) {
        return ReminderLadder(due_date, of).between(date(day), date(day)).at(0);
    };
    spend(of_day(daily, "2024-03-11"), spent);
    spend(of_day(daily, "2024-03-12"), spent);
    EXPECT_THAT(spent, ElementsAre("overdue:2024-03-12"));
    EXPECT_EQ(of_day(rules(), "2024-03-12").name, "overdue-2");
    EXPECT_TRUE(is_spent(of_day(rules(), "2024-03-12"), spent));
    EXPECT_TRUE(is_spent(of_day(daily, "2024-03-07"), spent)) << "before one that is";
    EXPECT_FALSE(is_spent(of_day(rules(), "2024-03-19"), spent));
    EXPECT_FALSE(is_spent(of_day(rules(), "2024-02-19"), spent)) << "a reminder has a name";
    spend(of_day(rules(), "2024-02-19"), spent);
    EXPECT_THAT(spent, ElementsAre("14d", "overdue:2024-03-12"));
}

TEST(ReminderLadder, AnOverdueStepIsSpentByALaterOneAndByNothingElse) {
    const LadderStep second{"overdue-2", date("2024-03-12"), 2};
    EXPECT_TRUE(is_spent(second, {"overdue:2024-03-12"}));
    EXPECT_TRUE(is_spent(second, {"overdue:2024-03-19"}));
    EXPECT_FALSE(is_spent(second, {"14d", "overdue:2024-03-05"}));
    EXPECT_FALSE(is_spent(second, {"seen by somebody"}));
}

TEST(ReminderLadder, TheLastStepIsTheLatestInWhateverOrderTheyStand) {
    auto turned = rules();
    std::ranges::reverse(turned.reminders);
    for (const auto& all : {rules(), turned}) {
        const auto last = ReminderLadder(date("2024-03-04"), all).last_before(date("2024-03-02"));
        EXPECT_EQ(last->name, "1wd");
    }
}

} // namespace
} // namespace klik::test
