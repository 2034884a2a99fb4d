#include "support/tasks.hpp"

#include <gtest/gtest.h>

namespace klik::test {
namespace {

// docs/rules.md 6

const WorkingCalendar& calendar() {
    return rules().calendar;
}

TEST(WorkingCalendar, FindsEaster) {
    EXPECT_EQ(iso_date(easter_sunday(2023)), "2023-04-09");
    EXPECT_EQ(iso_date(easter_sunday(2024)), "2024-03-31");
    EXPECT_EQ(iso_date(easter_sunday(2025)), "2025-04-20");
    EXPECT_EQ(iso_date(easter_sunday(2038)), "2038-04-25"); // as late as it gets
    EXPECT_EQ(iso_date(easter_sunday(2285)), "2285-03-22"); // as early as it gets
}

TEST(WorkingCalendar, KnowsTheDanishHolidaysOf2024) {
    for (const auto* day : {"2024-01-01", "2024-03-28", "2024-03-29", "2024-04-01", "2024-05-09",
                            "2024-05-20", "2024-12-25", "2024-12-26"}) {
        EXPECT_FALSE(calendar().is_working_day(date(day))) << day;
    }
    for (const auto* day : {"2024-01-02", "2024-03-27", "2024-04-02", "2024-05-01", "2024-05-10",
                            "2024-05-21", "2024-12-27"}) {
        EXPECT_TRUE(calendar().is_working_day(date(day))) << day;
    }
}

TEST(WorkingCalendar, StoreBededagWasAHolidayUntilAndIncluding2023) {
    EXPECT_FALSE(calendar().is_working_day(date("2023-05-05")));
    EXPECT_TRUE(calendar().is_working_day(date("2024-04-26")));
}

TEST(WorkingCalendar, ConstitutionDayAndTheTwoEvesAreOff) {
    for (const auto* day : {"2024-06-05", "2024-12-24", "2024-12-31"}) {
        EXPECT_FALSE(calendar().is_working_day(date(day))) << day;
    }
}

TEST(WorkingCalendar, WeekendsAreOff) {
    EXPECT_FALSE(calendar().is_working_day(date("2024-03-02")));
    EXPECT_FALSE(calendar().is_working_day(date("2024-03-03")));
    EXPECT_TRUE(calendar().is_working_day(date("2024-03-04")));
}

TEST(WorkingCalendar, AMunicipalityOverridesByDateInBothDirections) {
    WorkingCalendar own = calendar();
    own.days_off.insert(date("2024-05-10"));
    own.working_days.insert(date("2024-06-05"));
    EXPECT_FALSE(own.is_working_day(date("2024-05-10")));
    EXPECT_TRUE(own.is_working_day(date("2024-06-05")));
    own.days_off.insert(date("2024-06-05"));
    EXPECT_FALSE(own.is_working_day(date("2024-06-05")));
}

TEST(WorkingCalendar, CountsAcrossEaster) {
    EXPECT_EQ(iso_date(calendar().plus_working_days(date("2024-03-26"), 5)), "2024-04-05");
    EXPECT_EQ(iso_date(calendar().plus_working_days(date("2024-04-05"), -5)), "2024-03-26");
    EXPECT_EQ(calendar().working_days_between(date("2024-03-26"), date("2024-04-05")), 5);
    EXPECT_EQ(calendar().working_days_between(date("2024-04-05"), date("2024-03-26")), 0);
}

TEST(WorkingCalendar, FindsTheNearestWorkingDay) {
    EXPECT_EQ(iso_date(calendar().on_or_after(date("2024-03-28"))), "2024-04-02");
    EXPECT_EQ(iso_date(calendar().on_or_before(date("2024-04-01"))), "2024-03-27");
    EXPECT_EQ(iso_date(calendar().on_or_before(date("2024-03-27"))), "2024-03-27");
}

TEST(DayCount, ReadsCalendarAndWorkingDays) {
    EXPECT_EQ(day_count("14d"), (DayCount{14, false}));
    EXPECT_EQ(day_count("10wd"), (DayCount{10, true}));
    for (const auto* text : {"", "14", "d", "wd", "-1d", "1.5d", "4000d", "14 d", "+3d"}) {
        EXPECT_FALSE(day_count(text)) << text;
    }
}

TEST(DayCounts, AreNotNegativeNotEvenByNothing) {
    EXPECT_EQ(day_count("0d"), DayCount{});
    EXPECT_FALSE(day_count("-0d"));
    EXPECT_FALSE(day_count("-1wd"));
}

} // namespace
} // namespace klik::test
