#include "ctl/local_time.hpp"

#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

std::string utc_of(std::string_view text) {
    const auto time = time_from_text(text);
    return time ? domain::rfc3339(*time) : "none";
}

TEST(LocalTime, ShowsWireTimesInCopenhagen) {
    EXPECT_EQ(local_time_text("2024-02-19T07:00:00Z"), "19-02-2024 08:00");
    EXPECT_EQ(local_time_text("2024-07-01T22:30:00Z"), "02-07-2024 00:30");
    EXPECT_EQ(local_time_text("yesterday"), "yesterday");
}

TEST(LocalTime, ShowsWireDatesTheDanishWay) {
    EXPECT_EQ(local_date_text("2024-03-04"), "04-03-2024");
    EXPECT_EQ(local_date_text(""), "-");
}

TEST(LocalTime, ReadsMomentsAsPeopleGiveThem) {
    EXPECT_EQ(utc_of("2024-02-19T08:00:00+01:00"), "2024-02-19T07:00:00Z");
    EXPECT_EQ(utc_of("19-02-2024 08:00"), "2024-02-19T07:00:00Z");
    EXPECT_EQ(utc_of("2024-07-01 08:00"), "2024-07-01T06:00:00Z");
    EXPECT_EQ(utc_of("2024-02-19"), "2024-02-18T23:00:00Z");
}

TEST(LocalTime, ReadsTheHourThatComesTwiceAndTheOneThatIsLeftOut) {
    EXPECT_EQ(utc_of("27-10-2024 02:30"), "2024-10-27T00:30:00Z");
    EXPECT_EQ(utc_of("31-03-2024 02:30"), "2024-03-31T01:00:00Z");
}

TEST(LocalTime, KnowsSummerTimeAlsoFarAhead) {
    EXPECT_EQ(utc_of("2040-07-02 08:00"), "2040-07-02T06:00:00Z");
    EXPECT_EQ(utc_of("2040-01-02 08:00"), "2040-01-02T07:00:00Z");
    EXPECT_EQ(local_time_text("2040-07-02T06:00:00Z"), "02-07-2040 08:00");
    EXPECT_EQ(local_time_text("2039-12-31T23:30:00Z"), "01-01-2040 00:30");
    EXPECT_EQ(utc_of("01-01-2040 00:30"), "2039-12-31T23:30:00Z");
    // The last Sunday of March 2050 is the 27th.
    EXPECT_EQ(utc_of("27-03-2050 02:30"), "2050-03-27T01:00:00Z");
}

TEST(LocalTime, RefusesWhatIsNoMoment) {
    for (const auto* text : {"", "noon", "30-02-2024", "19-02-2024 8:00", "19-02-2024 24:00",
                             "19-02-2024 08:60", "19-02-2024T08:00", "19-02-2024 "}) {
        EXPECT_EQ(utc_of(text), "none") << text;
    }
}

} // namespace
} // namespace klik::ctl
