#include "domain/working_calendar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace klik::domain {

namespace {

using namespace std::chrono;

/// A day as holidays are laid down.
struct DayOfYear {
    int year;
    month_day day;
    days easter; ///< its distance from Easter Sunday
};

bool falls_on(const Holiday& holiday, const DayOfYear& date) {
    const bool that_day = holiday.fixed ? *holiday.fixed == date.day
                                        : holiday.easter_offset_days == date.easter.count();
    return that_day && date.year >= holiday.first_year.value_or(date.year) &&
           date.year <= holiday.last_year.value_or(date.year);
}

constexpr Date easter_of(int year) {
    const int a = year % 19;
    const int b = year / 100;
    const int c = year % 100;
    const int epact = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    const int weekday = (32 + 2 * (b % 4) + 2 * (c / 4) - epact - c % 4) % 7;
    const int correction = (a + 11 * epact + 22 * weekday) / 451;
    const int month_and_day = epact + weekday - 7 * correction + 114;
    const auto month = static_cast<unsigned>(month_and_day / 31);
    const auto day = static_cast<unsigned>(month_and_day % 31 + 1);
    return local_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

/// Each question about a day asks for it.
constexpr int first_known_easter = 1900;
constexpr auto known_easters = [] {
    std::array<Date, 300> easters{};
    int year = first_known_easter;
    for (Date& easter : easters) {
        easter = easter_of(year++);
    }
    return easters;
}();

} // namespace

Date easter_sunday(int year) {
    const auto place = static_cast<std::size_t>(year - first_known_easter);
    return year >= first_known_easter && place < known_easters.size() ? known_easters[place]
                                                                      : easter_of(year);
}

bool WorkingCalendar::is_working_day(Date date) const {
    if (days_off.contains(date)) {
        return false;
    }
    if (working_days.contains(date)) {
        return true;
    }
    const weekday day{date};
    if (day == Saturday || day == Sunday) {
        return false;
    }
    const year_month_day parts{date};
    const int year = static_cast<int>(parts.year());
    const DayOfYear of_year{year, parts.month() / parts.day(), date - easter_sunday(year)};
    return std::ranges::none_of(holidays,
                                [&](const Holiday& holiday) { return falls_on(holiday, of_year); });
}

Date WorkingCalendar::on_or_after(Date date) const {
    while (!is_working_day(date)) {
        date += days{1};
    }
    return date;
}

Date WorkingCalendar::on_or_before(Date date) const {
    while (!is_working_day(date)) {
        date -= days{1};
    }
    return date;
}

Date WorkingCalendar::plus_working_days(Date date, int count) const {
    const days step{count < 0 ? -1 : 1};
    for (int left = std::abs(count); left > 0;) {
        date += step;
        left -= is_working_day(date) ? 1 : 0;
    }
    return date;
}

int WorkingCalendar::working_days_between(Date from, Date to) const {
    int count = 0;
    for (Date date = from + days{1}; date <= to; date += days{1}) {
        count += is_working_day(date) ? 1 : 0;
    }
    return count;
}

std::optional<DayCount> day_count(std::string_view text) {
    DayCount days;
    if (text.ends_with("wd")) {
        days.working = true;
        text.remove_suffix(2);
    } else if (text.ends_with("d")) {
        text.remove_suffix(1);
    } else {
        return std::nullopt;
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days.count);
    if (error != std::errc{} || end != text.data() + text.size() || days.count < 0 ||
        days.count > 3660 || text.starts_with('-')) {
        return std::nullopt;
    }
    return days;
}

std::string to_string(DayCount days) {
    return std::to_string(days.count) + (days.working ? "wd" : "d");
}

Date before(Date date, DayCount distance, const WorkingCalendar& calendar) {
    return distance.working ? calendar.plus_working_days(date, -distance.count)
                            : date - days{distance.count};
}

} // namespace klik::domain
