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

ReminderLadder::ReminderLadder(Date due, const RuleSet& rules) : due_{due}, rules_{&rules} {
    reminders_.reserve(rules.reminders.size());
    for (const DayCount distance : rules.reminders) {
        reminders_.push_back(reminder_step(due, distance, rules));
    }
}

LadderStep ReminderLadder::overdue_on_or_after(Date from) const {
    int count = 1;
    Date on = rules_->calendar.on_or_after(due_ + std::chrono::days{1});
    while (on < from) {
        on = rules_->calendar.plus_working_days(on, rules_->overdue_every_working_days);
        ++count;
    }
    return overdue_step(count, on);
}

std::vector<LadderStep> ReminderLadder::between(Date from, Date until) const {
    std::vector<LadderStep> steps;
    for (const LadderStep& step : reminders_) {
        if (step.on >= from && step.on <= until) {
            steps.insert(std::ranges::upper_bound(steps, step.on, {}, &LadderStep::on), step);
        }
    }
    if (until > due_) {
        LadderStep step = overdue_on_or_after(from);
        while (step.on <= until) {
            steps.push_back(step);
            step = overdue_step(step.overdue + 1, rules_->calendar.plus_working_days(
                                                      step.on, rules_->overdue_every_working_days));
        }
    }
    return steps;
}

LadderStep ReminderLadder::next(Date from) const {
    const LadderStep* next = nullptr;
    for (const LadderStep& step : reminders_) {
        if (step.on >= from && (next == nullptr || step.on <= next->on)) {
            next = &step;
        }
    }
    return next == nullptr ? overdue_on_or_after(from) : *next;
}

std::optional<LadderStep> ReminderLadder::last_before(Date from) const {
    const LadderStep overdue = overdue_on_or_after(from);
    if (overdue.overdue > 1) {
        return overdue_step(
            overdue.overdue - 1,
            rules_->calendar.plus_working_days(overdue.on, -rules_->overdue_every_working_days));
    }
    const LadderStep* last = nullptr;
    for (const LadderStep& step : reminders_) {
        if (step.on < from && (last == nullptr || step.on >= last->on)) {
            last = &step;
        }
    }
    return last == nullptr ? std::nullopt : std::optional(*last);
}

} // namespace klik::domain
