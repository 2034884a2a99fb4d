#include "property/plain_calendar.hpp"
#include "property/random_rules.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace klik::test {
namespace {

// docs/rules.md 6

TEST(WorkingDays, AreThoseOfThePlainCalendarOnEachDayFrom1990To2060) {
    const WorkingCalendar& calendar = rules().calendar;
    const PlainCalendar plain{calendar};
    for (Date day = date("1990-01-01"); day <= date("2060-12-31"); day += std::chrono::days{1}) {
        ASSERT_EQ(calendar.is_working_day(day), plain.worked(day)) << iso_date(day);
    }
}

RC_GTEST_PROP(WorkingDays, AreCountedAsAWalkFromDayToDayCountsThem, ()) {
    const Date middle = pick_date();
    const WorkingCalendar calendar = pick_rules(middle).calendar;
    const PlainCalendar plain{calendar};
    for (int i = 0; i < 20; ++i) {
        const Date from = pick_date_near(middle, 80);
        const Date to = pick_date_near(middle, 80);
        const int count = pick(-80, 80);
        RC_ASSERT(calendar.is_working_day(from) == plain.worked(from));
        RC_ASSERT(calendar.on_or_after(from) == plain.first_worked(from, 1));
        RC_ASSERT(calendar.on_or_before(from) == plain.first_worked(from, -1));
        RC_ASSERT(calendar.plus_working_days(from, count) == plain.plus(from, count));
        RC_ASSERT(calendar.working_days_between(from, to) == plain.between(from, to));
    }
}

RC_GTEST_PROP(WorkingDays, ThereAndBackEndsOnTheSameWorkingDay, ()) {
    const Date middle = pick_date();
    const WorkingCalendar calendar = pick_rules(middle).calendar;
    const Date from = calendar.on_or_after(pick_date_near(middle, 60));
    const int count = pick(0, 60);
    const Date there = calendar.plus_working_days(from, count);
    RC_ASSERT(calendar.plus_working_days(there, -count) == from);
    RC_ASSERT(calendar.working_days_between(from, there) == count);
}

} // namespace
} // namespace klik::test
