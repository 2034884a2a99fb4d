#include "domain/summer_time.hpp"
#include "support/tasks.hpp"

#include <gtest/gtest.h>

namespace klik::test {
namespace {

TEST(CivilTime, WritesAYearOfFiveDigitsAsItIs) {
    using namespace std::chrono;
    EXPECT_EQ(iso_date(local_days{year{12024} / March / 4}), "12024-03-04");
}

TEST(CivilTime, ReadsAndWritesBothFormsOfADate) {
    EXPECT_EQ(iso_date(date_from_danish("04-03-2024").value()), "2024-03-04");
    EXPECT_EQ(danish_date(date("2024-03-04")), "04-03-2024");
}

TEST(CivilTime, KnowsTheTwentyNinthOfFebruaryOnlyInLeapYears) {
    EXPECT_TRUE(date_from_iso("2024-02-29"));
    EXPECT_FALSE(date_from_iso("2023-02-29"));
    EXPECT_FALSE(date_from_iso("2100-02-29"));
    EXPECT_TRUE(date_from_danish("29-02-2000"));
}

TEST(CivilTime, RefusesWhatIsNoDate) {
    for (const auto* text :
         {"", "2024-3-4", "2024-13-01", "2024-00-10", "2024-04-31", "20240304", "2024-03-04 ",
          "1899-12-31", "2200-01-01", "2024/03-04", "2024-03/04"}) {
        EXPECT_FALSE(date_from_iso(text)) << text;
    }
    for (const auto* text :
         {"", "2024-03-04", "31-02-2024", "4-3-2024", "04/03-2024", "04-03/2024"}) {
        EXPECT_FALSE(date_from_danish(text)) << text;
    }
}

TEST(CivilTime, TakesDigitsAloneForANumber) {
    for (const auto* text :
         {"202a-03-04", "2024-0a-04", "2024-03-0a", "2024-03- 4", "2024-+3-04", "-024-03-04"}) {
        EXPECT_FALSE(date_from_iso(text)) << text;
    }
    for (const auto* text : {"2024-02-01T0a:00:00Z", "2024-02-01T08:0a:00Z", "2024-02-01T08:00:0aZ",
                             "2024-02-01T08:00:00+0a:00", "2024-02-01T08:00:00+01:0a"}) {
        EXPECT_FALSE(utc_from_rfc3339(text)) << text;
    }
}

TEST(CivilTime, ADayInCopenhagenBeginsAnHourBeforeThatOfUtcAndTwoInSummer) {
    const auto day_of = [](const char* time) {
        return iso_date(date_in_copenhagen(utc_from_rfc3339(time).value()));
    };
    EXPECT_EQ(day_of("2024-02-01T22:59:59.999Z"), "2024-02-01");
    EXPECT_EQ(day_of("2024-02-01T23:00:00Z"), "2024-02-02");
    EXPECT_EQ(day_of("2024-06-30T21:59:59Z"), "2024-06-30");
    EXPECT_EQ(day_of("2024-06-30T22:00:00Z"), "2024-07-01");
    EXPECT_EQ(day_of("2024-03-30T22:30:00Z"), "2024-03-30") << "summer begins in the night";
    EXPECT_EQ(day_of("2024-03-31T22:30:00Z"), "2024-04-01");
    EXPECT_EQ(day_of("2024-10-26T22:30:00Z"), "2024-10-27");
    EXPECT_EQ(day_of("2024-10-27T22:30:00Z"), "2024-10-27") << "winter has begun";
}

TEST(CivilTime, SaysADateInWords) {
    EXPECT_EQ(long_date(date("2024-03-04"), Language::danish), "mandag den 4. marts 2024");
    EXPECT_EQ(long_date(date("2024-03-04"), Language::english), "Monday 4 March 2024");
}

TEST(CivilTime, ReadsRfc3339WithOffsetsAndFractions) {
    EXPECT_EQ(rfc3339(utc_from_rfc3339("2024-02-01T08:00:00+01:00").value()),
              "2024-02-01T07:00:00Z");
    EXPECT_EQ(rfc3339(utc_from_rfc3339("2024-02-29T23:59:59.5-00:30").value()),
              "2024-03-01T00:29:59.500Z");
    EXPECT_EQ(rfc3339(utc_from_rfc3339("2024-02-01T08:00:00.123456Z").value()),
              "2024-02-01T08:00:00.123Z");
    EXPECT_EQ(rfc3339(utc_from_rfc3339("2024-12-31T23:59:59.04Z").value()),
              "2024-12-31T23:59:59.040Z");
    EXPECT_EQ(rfc3339(utc_from_rfc3339("2024-12-31T23:59:59.007999999Z").value()),
              "2024-12-31T23:59:59.007Z");
}

TEST(CivilTime, RefusesWhatIsNoRfc3339) {
    for (const auto* text :
         {"2024-02-01", "2024-02-01T08:00:00", "2024-02-01T24:00:00Z", "2024-02-01T08:60:00Z",
          "2024-02-30T08:00:00Z", "2024-02-01T08:00:00.Z", "2024-02-01T08:00:00+1:00",
          "2024-02-01 08:00:00Z", "2024-02-01T08:00:00+25:00", "2024-02-01T08:00:00Zz",
          "2024-02-01T08.00:00Z", "2024-02-01T08:00.00Z", "2024-02-01T08:00:00 01:00",
          "2024-02-01T08:00:00+01.00"}) {
        EXPECT_FALSE(utc_from_rfc3339(text)) << text;
    }
}

TEST(CivilTime, ATimeLiesBetween1900And2199InUtcAsWell) {
    for (const auto* text : {"1900-01-01T00:00:00Z", "1900-01-01T01:00:00+01:00",
                             "2199-12-31T23:59:59.999Z", "2199-12-31T21:59:59-02:00"}) {
        const auto utc = utc_from_rfc3339(text);
        ASSERT_TRUE(utc) << text;
        EXPECT_EQ(utc_from_rfc3339(rfc3339(*utc)), utc) << text;
    }
    for (const auto* text :
         {"1900-01-01T00:00:00+01:00", "1900-01-01T00:59:59.999+01:00", "2199-12-31T23:30:00-02:00",
          "2199-12-31T22:00:00-02:00", "1899-12-31T23:30:00-01:00", "2200-01-01T00:30:00+01:00"}) {
        EXPECT_FALSE(utc_from_rfc3339(text)) << text;
    }
}

TEST(CivilTime, ReadsATimeWithItsZoneInEitherCaseAndUpToNineDigitsOfASecond) {
    const auto noon = utc_from_rfc3339("2024-02-01T12:00:00Z").value();
    EXPECT_EQ(utc_from_rfc3339("2024-02-01t12:00:00z"), noon);
    EXPECT_EQ(utc_from_rfc3339("2024-02-01T12:00:00.000000001Z"), noon);
    for (const auto* text : {"2024-02-01T12:00:00.0000000001Z", "2024-02-01T12:00:00.1",
                             "2024-02-01T12:00:60Z", "2024-02-01T12:00:00+01:60"}) {
        EXPECT_FALSE(utc_from_rfc3339(text)) << text;
    }
}

TEST(CivilTime, AYearBeyondTheZoneTableIsReadAsOneWithItsCalendar) {
    EXPECT_EQ(days_beyond_zone_table(date("2037-12-31")).count(), 0);
    // 2038 begins on a Friday and has no 29 February, as 2027 does; 2040 is a leap year, as 2012.
    EXPECT_EQ(date("2038-03-28") - days_beyond_zone_table(date("2038-03-28")), date("2027-03-28"));
    EXPECT_EQ(date("2040-02-29") - days_beyond_zone_table(date("2040-02-29")), date("2012-02-29"));
}

TEST(CivilTime, EachYearBeyondTheZoneTableHasOneWithinItsLast28ThatIsLikeIt) {
    for (int year = 2038; year <= 2199; ++year) {
        const Date day = date_from_parts(year, 12, 31).value();
        const Date known = day - days_beyond_zone_table(day);
        EXPECT_EQ(iso_date(known).substr(4), "-12-31") << year;
        EXPECT_GE(known, date("2010-12-31")) << year;
        EXPECT_LE(known, date("2037-12-31")) << year;
        EXPECT_EQ((day - known).count() % 7, 0) << year << " has other weekdays";
    }
}

} // namespace
} // namespace klik::test
