#pragma once

#include "domain/civil_time.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace klik::domain {

/// A holiday that comes back each year, at a fixed day or at a distance from Easter Sunday,
/// docs/rules.md 6.
struct Holiday {
    std::string name;
    std::optional<std::chrono::month_day> fixed;
    std::optional<int> easter_offset_days;
    std::optional<int> first_year; ///< inclusive
    std::optional<int> last_year;  ///< inclusive
    friend bool operator==(const Holiday&, const Holiday&) = default;
};

/// Gregorian Easter Sunday (Meeus/Jones/Butcher).
[[nodiscard]] Date easter_sunday(int year);

/// Monday to Friday except holidays, with exceptions by date in both directions.
struct WorkingCalendar {
    std::vector<Holiday> holidays;
    std::set<Date> days_off;     ///< never worked, whatever else holds
    std::set<Date> working_days; ///< worked although a weekend or a holiday; `days_off` wins

    [[nodiscard]] bool is_working_day(Date date) const;
    /// The date itself if it is worked, else the nearest working day after or before it.
    [[nodiscard]] Date on_or_after(Date date) const;
    [[nodiscard]] Date on_or_before(Date date) const;
    /// `count` working days after `date`; negative counts backwards. 0 is the date itself.
    [[nodiscard]] Date plus_working_days(Date date, int count) const;
    /// Working days in (from, to]; 0 when `to` is not after `from`.
    [[nodiscard]] int working_days_between(Date from, Date to) const;

    friend bool operator==(const WorkingCalendar&, const WorkingCalendar&) = default;
};

/// A distance such as `14d` (calendar days) or `10wd` (working days).
struct DayCount {
    int count{};
    bool working = false;
    friend bool operator==(const DayCount&, const DayCount&) = default;
};
[[nodiscard]] std::optional<DayCount> day_count(std::string_view text); ///< 0..3660
[[nodiscard]] std::string to_string(DayCount days);
[[nodiscard]] Date before(Date date, DayCount days, const WorkingCalendar& calendar);

} // namespace klik::domain
