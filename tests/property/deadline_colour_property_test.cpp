#include "domain/deadline_colour.hpp"
#include "property/plain_calendar.hpp"
#include "property/random_rules.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace klik::test {
namespace {

using std::chrono::days;

// docs/rules.md 4

Task pick_task(Date due) {
    Task picked = task(1, {{TaskField::due_date, due}});
    if (const int which = pick(0, 2); which > 0) {
        picked.fields.set(TaskField::project, {which == 1 ? "Aula" : "DUBU", UtcTime{}});
    }
    return picked;
}

/// In the plainest way: by counting the days that are left.
Colour plain_colour(Date today, const Task& task, const RuleSet& rules) {
    const Date due = *task.due_date();
    if (today > due) {
        return Colour::red;
    }
    DayCount yellow = rules.yellow;
    std::optional<DayCount> red = rules.red;
    for (const auto& rule : rules.colour_overrides) {
        if (rule.project == task.text(TaskField::project)) {
            yellow = rule.yellow;
            red = rule.red;
        }
    }
    const auto reached = [&](DayCount threshold) {
        const auto left = threshold.working ? PlainCalendar{rules.calendar}.between(today, due)
                                            : static_cast<int>((due - today).count());
        return left <= threshold.count;
    };
    if (red && reached(*red)) {
        return Colour::red;
    }
    return reached(yellow) ? Colour::yellow : Colour::green;
}

RC_GTEST_PROP(DeadlineColour, NeverGetsBetterAsTimePasses, ()) {
    const Date due = pick_date();
    const RuleSet rules = pick_rules(due);
    const Task task = pick_task(due);
    Colour before = Colour::green;
    for (Date day = due - days{150}; day <= due + days{60}; day += days{1}) {
        const Colour colour = colour_on(day, task, rules);
        RC_ASSERT(colour >= before);
        before = colour;
    }
    RC_ASSERT(before == Colour::red);
}

RC_GTEST_PROP(DeadlineColour, IsThatOfTheDaysThatAreLeft, ()) {
    const Date due = pick_date();
    const RuleSet rules = pick_rules(due);
    const Task task = pick_task(due);
    for (int i = 0; i < 20; ++i) {
        const Date day = pick_date_near(due, 150);
        RC_ASSERT(colour_on(day, task, rules) == plain_colour(day, task, rules));
    }
    RC_ASSERT(colour_on(due, task, rules) >= Colour::yellow);
    RC_ASSERT(colour_on(due + days{1}, task, rules) == Colour::red);
}

RC_GTEST_PROP(DeadlineColour, ChangesNextOnTheFirstDayOnWhichItIsAnother, ()) {
    const Date due = pick_date();
    const RuleSet rules = pick_rules(due);
    const Task task = pick_task(due);
    const Date today = pick_date_near(due, 150);
    std::optional<Date> next;
    for (Date day = today; day <= due + days{1} && !next; day += days{1}) {
        if (plain_colour(day, task, rules) != plain_colour(today, task, rules)) {
            next = day;
        }
    }
    RC_ASSERT(next_colour_change(today, task, rules) == next);
}

} // namespace
} // namespace klik::test
