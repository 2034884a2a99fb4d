#include "support/full_moon_easter.hpp"
#include "support/tasks.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace klik::test {
namespace {

// docs/rules.md 6, against a table that others published and against an older way to find Easter

constexpr int first_year = 2020;
constexpr int last_year = 2035;
constexpr std::size_t bededag_column = 5;

struct PublishedYear {
    int year{};
    std::vector<std::string> days; ///< `MM-DD`, or `-` for a holiday that there is none of
};

std::vector<PublishedYear> published_years() {
    std::ifstream file{KLIK_SOURCE_DIR "/tests/fixtures/danish_holidays.txt"};
    std::vector<PublishedYear> years;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) {
            continue;
        }
        std::istringstream words{line};
        PublishedYear year;
        words >> year.year;
        for (std::string day; words >> day;) {
            year.days.push_back(day);
        }
        years.push_back(std::move(year));
    }
    return years;
}

std::set<Date> published_holidays() {
    std::set<Date> holidays;
    for (const auto& [year, days] : published_years()) {
        for (const auto& day : days) {
            if (day != "-") {
                holidays.insert(date(std::to_string(year) + "-" + day));
            }
        }
    }
    return holidays;
}

TEST(DanishHolidays, ThePublishedTableIsWhole) {
    const auto years = published_years();
    ASSERT_EQ(years.size(), 16U);
    for (std::size_t i = 0; i < years.size(); ++i) {
        EXPECT_EQ(years[i].year, first_year + static_cast<int>(i));
        EXPECT_EQ(years[i].days.size(), 11U) << years[i].year;
    }
}

TEST(DanishHolidays, EachDayIsWorkedOrNotAsThePublishedTableSays) {
    const auto holidays = published_holidays();
    const std::set<std::string> town_halls_closed{"06-05", "12-24", "12-31"};
    const Date a_monday = date("2019-12-30");
    int worked = 0;
    for (Date day = date("2020-01-01"); day <= date("2035-12-31"); day += std::chrono::days{1}) {
        const bool weekend = (day - a_monday).count() % 7 >= 5;
        const bool off = weekend || holidays.contains(day) ||
                         town_halls_closed.contains(iso_date(day).substr(5));
        EXPECT_EQ(rules().calendar.is_working_day(day), !off) << iso_date(day);
        worked += off ? 0 : 1;
    }
    EXPECT_GT(worked, 16 * 245) << "a year has about 250 working days";
    EXPECT_LT(worked, 16 * 255);
}

TEST(DanishHolidays, StoreBededagIsWorkedFrom2024AndWasNotBefore) {
    for (const auto& [year, days] : published_years()) {
        EXPECT_EQ(days.at(bededag_column) == "-", year >= 2024) << year;
        const Date bededag = full_moon_easter(year) + std::chrono::days{26};
        EXPECT_EQ(rules().calendar.is_working_day(bededag), year >= 2024) << iso_date(bededag);
    }
}

TEST(DanishHolidays, EasterIsTheSundayAfterTheChurchsFullMoon) {
    // Known Easters hold the table itself: the earliest and latest of its years, and some between.
    for (const auto* known : {"1913-03-23", "1943-04-25", "1961-04-02", "2000-04-23", "2008-03-23",
                              "2011-04-24", "2024-03-31", "2038-04-25"}) {
        EXPECT_EQ(iso_date(full_moon_easter(std::stoi(known))), known);
    }
    for (int year = 1900; year <= 2199; ++year) {
        EXPECT_EQ(easter_sunday(year), full_moon_easter(year)) << year;
    }
}

} // namespace
} // namespace klik::test
