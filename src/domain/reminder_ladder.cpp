#include "domain/reminder_ladder.hpp"

#include <algorithm>

namespace klik::domain {

namespace {

/// A warning that falls on a day off moves to the last working day before it.
LadderStep reminder_step(Date due, DayCount distance, const RuleSet& rules) {
    return {to_string(distance), rules.calendar.on_or_before(before(due, distance, rules.calendar)),
            0};
}

LadderStep overdue_step(int count, Date on) {
    return {"overdue-" + std::to_string(count), on, count};
}

/// The first overdue notice on or after `from`.
LadderStep overdue_on_or_after(Date due, Date from, const RuleSet& rules) {
    int count = 1;
    Date on = rules.calendar.on_or_after(due + std::chrono::days{1});
    while (on < from) {
        on = rules.calendar.plus_working_days(on, rules.overdue_every_working_days);
        ++count;
    }
    return overdue_step(count, on);
}

constexpr std::string_view overdue_prefix = "overdue:";

} // namespace

std::string LadderStep::id() const {
    return overdue == 0 ? name : std::string(overdue_prefix) + iso_date(on);
}

bool is_spent(const LadderStep& step, const std::set<std::string>& spent) {
    const std::string id = step.id();
    const auto at_or_behind = spent.lower_bound(id);
    return at_or_behind != spent.end() &&
           (*at_or_behind == id || (step.overdue > 0 && at_or_behind->starts_with(overdue_prefix)));
}

void spend(const LadderStep& step, std::set<std::string>& spent) {
    if (is_spent(step, spent)) {
        return;
    }
    if (step.overdue > 0) {
        std::erase_if(spent, [](const auto& id) { return id.starts_with(overdue_prefix); });
    }
    spent.insert(step.id());
}

std::vector<LadderStep> ladder_steps(Date due, Date from, Date until, const RuleSet& rules) {
    std::vector<LadderStep> steps;
    for (const DayCount distance : rules.reminders) {
        LadderStep step = reminder_step(due, distance, rules);
        if (step.on >= from && step.on <= until) {
            const auto behind = std::ranges::upper_bound(steps, step.on, {}, &LadderStep::on);
            steps.insert(behind, std::move(step));
        }
    }
    if (until > due) {
        LadderStep step = overdue_on_or_after(due, from, rules);
        while (step.on <= until) {
            steps.push_back(step);
            step = overdue_step(step.overdue + 1, rules.calendar.plus_working_days(
                                                      step.on, rules.overdue_every_working_days));
        }
    }
    return steps;
}

LadderStep next_ladder_step(Date due, Date from, const RuleSet& rules) {
    std::optional<LadderStep> next;
    for (const DayCount distance : rules.reminders) {
        LadderStep step = reminder_step(due, distance, rules);
        if (step.on >= from && (!next || step.on <= next->on)) {
            next = std::move(step);
        }
    }
    return next ? *next : overdue_on_or_after(due, from, rules);
}

std::optional<LadderStep> last_ladder_step_before(Date due, Date from, const RuleSet& rules) {
    const LadderStep overdue = overdue_on_or_after(due, from, rules);
    if (overdue.overdue > 1) {
        return overdue_step(
            overdue.overdue - 1,
            rules.calendar.plus_working_days(overdue.on, -rules.overdue_every_working_days));
    }
    std::optional<LadderStep> last;
    for (const DayCount distance : rules.reminders) {
        LadderStep step = reminder_step(due, distance, rules);
        if (step.on < from && (!last || step.on >= last->on)) {
            last = std::move(step);
        }
    }
    return last;
}

} // namespace klik::domain
