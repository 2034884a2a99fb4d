#include "replay/time_zone.hpp"

#include <gtest/gtest.h>

namespace klik::replay {
namespace {

using namespace std::chrono_literals;

class TimeZoneTest : public testing::Test {
  protected:
    static domain::UtcTime utc(std::string_view text) { return *domain::utc_from_rfc3339(text); }
    static domain::LocalTime local(std::string_view date, std::chrono::minutes time = 0min) {
        return *domain::date_from_iso(date) + time;
    }

    TimeZone zone = TimeZone::copenhagen().value();
};

TEST_F(TimeZoneTest, WinterIsOneHourAheadOfUtcAndSummerTwo) {
    EXPECT_EQ(zone.moment(utc("2024-02-01T07:00:00Z")).local, local("2024-02-01", 8h));
    EXPECT_EQ(zone.moment(utc("2024-07-01T06:00:00Z")).local, local("2024-07-01", 8h));
    EXPECT_EQ(zone.utc(local("2024-02-01", 8h)), utc("2024-02-01T07:00:00Z"));
    EXPECT_EQ(zone.utc(local("2024-07-01", 8h)), utc("2024-07-01T06:00:00Z"));
}

TEST_F(TimeZoneTest, AMomentHasTheDateOfItsCivilTime) {
    const auto moment = zone.moment(utc("2024-03-04T23:00:00Z"));
    EXPECT_EQ(domain::iso_date(moment.date()), "2024-03-05");
    EXPECT_EQ(moment.utc, utc("2024-03-04T23:00:00Z"));
}

TEST_F(TimeZoneTest, TheDayOnWhichSummerTimeBeginsHas23Hours) {
    EXPECT_EQ(zone.utc(local("2024-04-01")) - zone.utc(local("2024-03-31")), 23h);
}

TEST_F(TimeZoneTest, TheDayOnWhichSummerTimeEndsHas25Hours) {
    EXPECT_EQ(zone.utc(local("2024-10-28")) - zone.utc(local("2024-10-27")), 25h);
}

TEST_F(TimeZoneTest, ALocalTimeThatIsLeftOutIsTheMomentOfTheJump) {
    EXPECT_EQ(zone.utc(local("2024-03-31", 2h + 30min)), utc("2024-03-31T01:00:00Z"));
    EXPECT_EQ(zone.moment(utc("2024-03-31T01:00:00Z")).local, local("2024-03-31", 3h));
}

TEST_F(TimeZoneTest, OfALocalTimeThatComesTwiceItIsTheFirst) {
    EXPECT_EQ(zone.utc(local("2024-10-27", 2h + 30min)), utc("2024-10-27T00:30:00Z"));
    EXPECT_EQ(zone.moment(utc("2024-10-27T00:30:00Z")).local, local("2024-10-27", 2h + 30min));
    EXPECT_EQ(zone.moment(utc("2024-10-27T01:30:00Z")).local, local("2024-10-27", 2h + 30min));
}

TEST_F(TimeZoneTest, OfALocalTimeThatComesTwiceItIsTheSecondWhereTheFirstIsOver) {
    const auto half_past_two = local("2024-10-27", 2h + 30min);
    EXPECT_EQ(zone.utc(half_past_two, utc("2024-10-27T00:30:00Z")), utc("2024-10-27T00:30:00Z"));
    EXPECT_EQ(zone.utc(half_past_two, utc("2024-10-27T00:31:00Z")), utc("2024-10-27T01:30:00Z"));
    EXPECT_EQ(zone.utc(half_past_two, utc("2024-10-28T00:00:00Z")), utc("2024-10-27T01:30:00Z"));
    EXPECT_EQ(zone.utc(local("2024-10-28"), utc("2024-10-29T00:00:00Z")),
              zone.utc(local("2024-10-28")));
}

TEST_F(TimeZoneTest, SummerTimeGoesOnBehindTheEndOfTheTable) {
    EXPECT_EQ(zone.utc(local("2050-07-01", 8h)), utc("2050-07-01T06:00:00Z"));
    EXPECT_EQ(zone.utc(local("2050-01-03", 8h)), utc("2050-01-03T07:00:00Z"));
    EXPECT_EQ(zone.moment(utc("2050-07-01T06:00:00Z")).local, local("2050-07-01", 8h));
    // The last Sundays of March and October 2050 are the 27th and the 30th.
    EXPECT_EQ(zone.utc(local("2050-03-28")) - zone.utc(local("2050-03-27")), 23h);
    EXPECT_EQ(zone.utc(local("2050-10-31")) - zone.utc(local("2050-10-30")), 25h);
}

TEST_F(TimeZoneTest, EveryYearToTheEndOfTheCalendarHasItsTwoOddDays) {
    for (int year = 2024; year < 2200; ++year) {
        int short_days = 0;
        int long_days = 0;
        const auto first = *domain::date_from_parts(year, 1, 1);
        const auto last = *domain::date_from_parts(year, 12, 31);
        for (auto day = first; day < last; day += std::chrono::days{1}) {
            const auto length = zone.utc(day + std::chrono::days{1}) - zone.utc(day);
            short_days += length == 23h ? 1 : 0;
            long_days += length == 25h ? 1 : 0;
        }
        ASSERT_EQ(short_days, 1) << year;
        ASSERT_EQ(long_days, 1) << year;
    }
}

} // namespace
} // namespace klik::replay
