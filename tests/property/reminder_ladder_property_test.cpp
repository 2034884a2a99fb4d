#include "domain/reminder_ladder.hpp"
#include "property/plain_calendar.hpp"
#include "property/random_rules.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace klik::test {
namespace {

using std::chrono::days;

/// docs/rules.md 7 in the plainest way: all the steps of a due date, found by walking from day to
/// day, as far as `until`.
std::vector<LadderStep> plain_ladder(Date due, Date until, const RuleSet& rules) {
    const PlainCalendar calendar{rules.calendar};
    std::vector<LadderStep> reminders;
    for (const DayCount distance : rules.reminders) {
        Date on = due;
        for (int left = distance.count; left > 0;) {
            on -= days{1};
            left -= !distance.working || calendar.worked(on) ? 1 : 0;
        }
        reminders.push_back({to_string(distance), calendar.first_worked(on, -1), 0});
    }
    std::vector<LadderStep> steps;
    int notices = 0;
    int until_next = 1;
    for (Date day = due - days{3000}; day <= until; day += days{1}) {
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

std::string in_words(const std::vector<LadderStep>& steps) {
    std::string text;
    for (const auto& step : steps) {
        text += step.name + " " + iso_date(step.on) + " " + std::to_string(step.overdue) + "; ";
    }
    return text;
}

RC_GTEST_PROP(ReminderLadder, HasTheStepsThatAWalkFromDayToDayFinds, ()) {
    const Date due = pick_date();
    const RuleSet rules = pick_rules(due);
    const auto all = plain_ladder(due, due + days{400}, rules);
    for (int i = 0; i < 20; ++i) {
        const Date from = pick_date_near(due, 160);
        const Date until = from + days{pick(0, 160)};
        std::vector<LadderStep> expected;
        for (const auto& step : all) {
            if (step.on >= from && step.on <= until) {
                expected.push_back(step);
            }
        }
        RC_ASSERT(in_words(ladder_steps(due, from, until, rules)) == in_words(expected));
    }
}

RC_GTEST_PROP(ReminderLadder, KnowsTheNextStepAndTheLastOneBefore, ()) {
    const Date due = pick_date();
    const RuleSet rules = pick_rules(due);
    const auto all = plain_ladder(due, due + days{400}, rules);
    for (int i = 0; i < 20; ++i) {
        const Date from = pick_date_near(due, 160);
        std::optional<LadderStep> next;
        std::optional<LadderStep> last;
        for (const auto& step : all) {
            // Of steps that meet in a run the one nearest to the due date counts, the last in
            // order.
            if (step.on >= from && (!next || step.on == next->on)) {
                next = step;
            }
            if (step.on < from) {
                last = step;
            }
        }
        RC_ASSERT(next.has_value());
        RC_ASSERT(in_words({next_ladder_step(due, from, rules)}) == in_words({*next}));
        const auto before = last_ladder_step_before(due, from, rules);
        RC_ASSERT(before.has_value() == last.has_value());
        if (last) {
            RC_ASSERT(in_words({*before}) == in_words({*last}));
        }
    }
}

RC_GTEST_PROP(ReminderLadder, EachStepGoesOutOnAWorkingDay, ()) {
    const Date due = pick_date();
    const RuleSet rules = pick_rules(due);
    for (const auto& step : ladder_steps(due, due - days{160}, due + days{160}, rules)) {
        RC_ASSERT(rules.calendar.is_working_day(step.on));
        RC_ASSERT((step.on > due) == (step.overdue > 0));
    }
}

} // namespace
} // namespace klik::test
