#pragma once

#include "support/full_moon_easter.hpp"
#include "support/tasks.hpp"

#include <array>
#include <set>
#include <string>

namespace klik::test {

/// docs/rules.md 6 in the plainest way: every question walks from day to day.
class PlainCalendar {
  public:
    explicit PlainCalendar(const WorkingCalendar& own)
        : days_off_(own.days_off), working_days_(own.working_days) {}

    [[nodiscard]] bool worked(Date day) const {
        if (days_off_.contains(day)) {
            return false;
        }
        return working_days_.contains(day) || (!weekend(day) && !holiday(day));
    }
    /// The day so many working days behind `day`, or before it when `count` is negative.
    [[nodiscard]] Date plus(Date day, int count) const {
        while (count != 0) {
            const int step = count > 0 ? 1 : -1;
            day += std::chrono::days{step};
            if (worked(day)) {
                count -= step;
            }
        }
        return day;
    }
    [[nodiscard]] Date first_worked(Date day, int step) const {
        while (!worked(day)) {
            day += std::chrono::days{step};
        }
        return day;
    }
    /// Working days behind `from`, up to and including `to`.
    [[nodiscard]] int between(Date from, Date to) const {
        int count = 0;
        while (from < to) {
            from += std::chrono::days{1};
            count += worked(from) ? 1 : 0;
        }
        return count;
    }

  private:
    [[nodiscard]] static bool weekend(Date day) {
        const auto behind_a_monday = (day - date("1900-01-01")).count() % 7;
        return behind_a_monday >= 5;
    }
    [[nodiscard]] static bool holiday(Date day) {
        const std::string text = iso_date(day);
        const int year = std::stoi(text.substr(0, 4));
        for (const auto* fixed : {"01-01", "06-05", "12-24", "12-25", "12-26", "12-31"}) {
            if (text.substr(5) == fixed) {
                return true;
            }
        }
        const auto behind_easter = (day - full_moon_easter(year)).count();
        for (const int distance : {-3, -2, 0, 1, 39, 49, 50}) {
            if (behind_easter == distance) {
                return true;
            }
        }
        return year <= 2023 && behind_easter == 26;
    }

    std::set<Date> days_off_;
    std::set<Date> working_days_;
};

} // namespace klik::test
