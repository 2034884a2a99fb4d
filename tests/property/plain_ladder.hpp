#pragma once

#include "domain/reminder_ladder.hpp"
#include "property/plain_calendar.hpp"

#include <vector>

namespace klik::test {

/// docs/rules.md 7 in the plainest way: all the steps of a due date, found by walking from day to
/// day, as far as `until`.
inline std::vector<LadderStep> plain_ladder(Date due, Date until, const RuleSet& rules) {
    const PlainCalendar calendar{rules.calendar};
    std::vector<LadderStep> reminders;
    for (const DayCount distance : rules.reminders) {
        Date on = due;
        for (int left = distance.count; left > 0;) {
            on -= std::chrono::days{1};
            left -= !distance.working || calendar.worked(on) ? 1 : 0;
        }
        reminders.push_back({to_string(distance), calendar.first_worked(on, -1), 0});
    }
    std::vector<LadderStep> steps;
    int notices = 0;
    int until_next = 1;
    for (Date day = due - std::chrono::days{3000}; day <= until; day += std::chrono::days{1}) {
        for (const auto& reminder : reminders) {
            if (reminder.on == day) {
                steps.push_back(reminder);
            }
        }
        if (day > due && calendar.worked(day) && --until_next == 0) {
            ++notices;
            steps.push_back({"overdue-" + std::to_string(notices), day, notices});
            until_next = rules.overdue_every_working_days;
        }
    }
    return steps;
}

} // namespace klik::test
