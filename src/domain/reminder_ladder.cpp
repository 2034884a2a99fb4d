#include "domain/reminder_ladder.hpp"

#include <algorithm>

namespace klik::domain {

namespace {

LadderStep overdue_step(int count, Date on) {
    return {"overdue-" + std::to_string(count), on, count};
}

constexpr std::string_view overdue_prefix = "overdue:";

} // namespace

std::string LadderStep::id() const {
    return overdue == 0 ? name : std::string(overdue_prefix) + iso_date(on);
}

bool is_spent(const LadderStep& step, const FlatSet<std::string>& spent) {
    const std::string id = step.id();
    const auto at_or_behind = spent.lower_bound(id);
    return at_or_behind != spent.end() &&
           (*at_or_behind == id || (step.overdue > 0 && at_or_behind->starts_with(overdue_prefix)));
}

void spend(const LadderStep& step, FlatSet<std::string>& spent) {
    if (is_spent(step, spent)) {
        return;
    }
    if (step.overdue > 0) {
        erase_if(spent, [](const auto& id) { return id.starts_with(overdue_prefix); });
    }
    spent.insert(step.id());
}

ReminderLadder::ReminderLadder(Date due, const RuleSet& rules) : due_{due}, rules_{&rules} {
    days_.reserve(rules.reminders.size());
    for (const DayCount distance : rules.reminders) {
        // A warning that falls on a day off moves to the last working day before it.
        days_.push_back(rules.calendar.on_or_before(before(due, distance, rules.calendar)));
    }
}

LadderStep ReminderLadder::reminder(std::size_t place) const {
    return {to_string(rules_->reminders[place]), days_[place], 0};
}

void ReminderLadder::spend_before(Date from, FlatSet<std::string>& spent) const {
    for (std::size_t place = 0; place < days_.size(); ++place) {
        if (days_[place] < from) {
            spent.insert(reminder(place).id());
        }
    }
    if (const auto overdue = last_overdue_before(from)) {
        spend(*overdue, spent);
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
    for (std::size_t place = 0; place < days_.size(); ++place) {
        if (days_[place] >= from && days_[place] <= until) {
            steps.insert(std::ranges::upper_bound(steps, days_[place], {}, &LadderStep::on),
                         reminder(place));
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
    std::optional<std::size_t> next;
    for (std::size_t place = 0; place < days_.size(); ++place) {
        if (days_[place] >= from && (!next || days_[place] <= days_[*next])) {
            next = place;
        }
    }
    return next ? reminder(*next) : overdue_on_or_after(from);
}

std::optional<LadderStep> ReminderLadder::last_overdue_before(Date from) const {
    if (from <= due_) {
        return std::nullopt;
    }
    const LadderStep next = overdue_on_or_after(from);
    if (next.overdue == 1) {
        return std::nullopt;
    }
    return overdue_step(next.overdue - 1, rules_->calendar.plus_working_days(
                                              next.on, -rules_->overdue_every_working_days));
}

std::optional<LadderStep> ReminderLadder::last_before(Date from) const {
    if (auto overdue = last_overdue_before(from)) {
        return overdue;
    }
    std::optional<std::size_t> last;
    for (std::size_t place = 0; place < days_.size(); ++place) {
        if (days_[place] < from && (!last || days_[place] >= days_[*last])) {
            last = place;
        }
    }
    return last ? std::optional(reminder(*last)) : std::nullopt;
}

} // namespace klik::domain
