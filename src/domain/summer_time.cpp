#include "domain/summer_time.hpp"

namespace klik::domain {

namespace {

using std::chrono::year;

constexpr year last_year_in_table{2037};

Date new_year_of(year which) {
    return Date{which / std::chrono::January / 1};
}

bool have_one_calendar(year a, year b) {
    return std::chrono::weekday{new_year_of(a)} == std::chrono::weekday{new_year_of(b)} &&
           a.is_leap() == b.is_leap();
}

/// From the last Sunday of March to that of October, both at 01:00 UTC.
bool is_summer(UtcTime time) {
    using namespace std::chrono;
    const year of_time = year_month_day{floor<days>(time)}.year();
    const hours o_clock{1};
    return sys_days{of_time / March / Sunday[last]} + o_clock <= time &&
           time < sys_days{of_time / October / Sunday[last]} + o_clock;
}

} // namespace

Date date_in_copenhagen(UtcTime time) {
    const std::chrono::hours ahead{is_summer(time) ? 2 : 1};
    return std::chrono::floor<std::chrono::days>(LocalTime{(time + ahead).time_since_epoch()});
}

std::chrono::days days_beyond_zone_table(Date date) {
    const year own = std::chrono::year_month_day{date}.year();
    if (own <= last_year_in_table) {
        return std::chrono::days{0};
    }
    // Each of the fourteen calendars is that of some year from 2010 on.
    year known = last_year_in_table;
    while (!have_one_calendar(known, own)) {
        --known;
    }
    return new_year_of(own) - new_year_of(known);
}

} // namespace klik::domain
