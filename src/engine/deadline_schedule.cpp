#include "engine/deadline_schedule.hpp"

#include "domain/prerequisites.hpp"
#include "domain/reminder_ladder.hpp"
#include "engine/conditions.hpp"
#include "engine/knock_on.hpp"
#include "engine/readiness.hpp"
#include "engine/task_view.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::Colour;
using domain::Date;

/// Steps whose run lies before `ahead` do not come again.
void spend_until(std::set<std::string>& spent, const domain::ReminderLadder& ladder, Date ahead,
                 const std::optional<domain::LadderStep>& last) {
    for (const auto& step : ladder.reminders()) {
        if (step.on < ahead) {
            spent.insert(step.name);
        }
    }
    if (last) {
        domain::spend(*last, spent);
    }
}

/// Also of a task that was removed since, and has come back.
bool was_told(const Decision& decision, const TaskEntry& entry, const domain::LadderStep& step) {
    Occasion occasion;
    occasion.name = step.id();
    occasion.due = entry.task.due_date();
    return decision.was_told(entry, occasion);
}

struct Ladder {
    std::set<std::string> spent;
    std::optional<std::string> joins;
    std::optional<Date> next;
};

Ladder ladder_ahead(const Decision& decision, const TaskEntry& entry, ScheduleReason reason) {
    Ladder ladder;
    const Date due = *entry.task.due_date();
    const domain::ReminderLadder steps(due, decision.rules_of(entry.task));
    const Date ahead = decision.first_run_ahead();
    const auto latest = steps.last_before(ahead);
    if (const auto known = entry.deadline.spent.find(due); known != entry.deadline.spent.end()) {
        ladder.spent = known->second;
    }
    if (reason == ScheduleReason::due_moved || reason == ScheduleReason::rules) {
        if (latest && !domain::is_spent(*latest, ladder.spent) &&
            !was_told(decision, entry, *latest)) {
            ladder.joins = latest->id();
        }
    } else if (reason == ScheduleReason::surroundings) {
        ladder.joins = entry.deadline.joins;
    }
    spend_until(ladder.spent, steps, ahead, latest);
    if (ladder.joins) { // spent when it is told: the date may move away before that, and back
        ladder.spent.erase(*ladder.joins);
    }
    ladder.next = steps.next(ahead).on;
    return ladder;
}

void run_by(DeadlineScheduled& schedule, Date date) {
    schedule.run_on = schedule.run_on ? std::min(*schedule.run_on, date) : date;
}

void run_next(const Decision& decision, DeadlineScheduled& schedule) {
    run_by(schedule, decision.next_run());
}

void schedule_colour(const Decision& decision, const TaskEntry& entry, ScheduleReason reason,
                     DeadlineScheduled& schedule) {
    const auto& rules = decision.rules_of(entry.task);
    const Colour colour = domain::colour_on(decision.today(), entry.task, rules);
    const Colour told = entry.deadline.colour_told;
    const bool told_anew = reason == ScheduleReason::run || told == Colour::none || colour < told;
    schedule.colour_told = told_anew ? colour : told;
    schedule.colour_on = domain::next_colour_change(decision.today(), entry.task, rules);
    if (colour > schedule.colour_told) {
        run_next(decision, schedule);
    }
}

/// The date of the next step.
std::optional<Date> schedule_ladder(const Decision& decision, const TaskEntry& entry,
                                    ScheduleReason reason, DeadlineScheduled& schedule) {
    if (!entry.task.open() || !entry.task.due_date()) {
        if (entry.deadline.joins &&
            reason == ScheduleReason::surroundings) { // it may be open again by then
            schedule.joins = entry.deadline.joins;
            run_next(decision, schedule);
        }
        return std::nullopt;
    }
    Ladder ladder = ladder_ahead(decision, entry, reason);
    schedule.due = entry.task.due_date();
    schedule.spent = std::move(ladder.spent);
    schedule.joins = std::move(ladder.joins);
    run_by(schedule, *ladder.next);
    if (schedule.joins) {
        run_next(decision, schedule);
    }
    return ladder.next;
}

void schedule_conditions(const Decision& decision, const TaskEntry& entry, ScheduleReason reason,
                         DeadlineScheduled& schedule) {
    std::set<std::string> holding;
    for (const auto& occasion : holding_conditions(decision, entry.task)) {
        holding.insert(occasion_id(occasion));
    }
    schedule.conditions = reason == ScheduleReason::run ? holding : entry.deadline.conditions;
    if (schedule.conditions != holding) { // to be told, or to be forgotten
        run_next(decision, schedule);
    }
    if (const auto date = next_colour_for_others(decision, entry.task)) {
        run_by(schedule, decision.rules_of(entry.task).calendar.on_or_after(*date));
    }
}

void schedule_readiness(const Decision& decision, const TaskEntry& entry, ScheduleReason reason,
                        DeadlineScheduled& schedule) {
    if (!entry.task.open()) {
        return;
    }
    const bool ready =
        domain::blocking_prerequisites(entry.task, lookup_in(decision.state())).empty();
    const bool untold = may_be_unblocked(decision, entry) && reason != ScheduleReason::run;
    if (!ready || untold) {
        schedule.waiting_since = entry.deadline.waiting_since.value_or(decision.at().utc);
    }
    if (ready && untold) {
        run_next(decision, schedule);
    }
}

void schedule_first_sight(const Decision& decision, const TaskEntry& entry, ScheduleReason reason,
                          DeadlineScheduled& schedule) {
    schedule.first_sight =
        entry.task.open() && (reason == ScheduleReason::first_sight ||
                              (entry.deadline.first_sight && reason != ScheduleReason::run));
    if (schedule.first_sight) {
        run_next(decision, schedule);
    }
}

void schedule_missed(const Decision& decision, const TaskEntry& entry, ScheduleReason reason,
                     DeadlineScheduled& schedule) {
    if (!entry.task.open() || !entry.task.due_date() || reason == ScheduleReason::run ||
        reason == ScheduleReason::due_moved) {
        return;
    }
    schedule.missed = entry.deadline.missed;
    if (reason == ScheduleReason::run_missed) {
        if (const auto step = step_of_run(decision, entry)) {
            schedule.missed = step->name;
        }
    }
    if (schedule.missed) {
        run_next(decision, schedule);
    }
}

} // namespace

std::optional<domain::LadderStep> step_of_run(const Decision& decision, const TaskEntry& entry) {
    const Date due = *entry.task.due_date();
    const domain::ReminderLadder ladder(due, decision.rules_of(entry.task));
    std::optional<domain::LadderStep> step;
    if (entry.deadline.joins) {
        step = ladder.last_before(decision.today() + std::chrono::days{1});
    }
    const auto spent = entry.deadline.spent.find(due);
    for (auto& candidate : ladder.between(decision.today(), decision.today())) {
        if (spent == entry.deadline.spent.end() || !domain::is_spent(candidate, spent->second)) {
            step = std::move(candidate);
        }
    }
    return step;
}

void schedule_deadline(Decision& decision, domain::TaskNumber number, ScheduleReason reason,
                       std::optional<StatusTaken> taken) {
    const auto found = decision.state().tasks.find(number);
    if (found == decision.state().tasks.end()) {
        return;
    }
    const TaskEntry& entry = found->second;
    DeadlineScheduled schedule;
    schedule.number = number;
    schedule_colour(decision, entry, reason, schedule);
    const auto next_step = schedule_ladder(decision, entry, reason, schedule);
    schedule_conditions(decision, entry, reason, schedule);
    schedule_readiness(decision, entry, reason, schedule);
    schedule_first_sight(decision, entry, reason, schedule);
    schedule_missed(decision, entry, reason, schedule);
    if (taken) {
        schedule.status_taken = std::move(taken);
    } else if (const auto& pending = entry.deadline.status_taken;
               pending && pending->to == entry.task.status() && reason != ScheduleReason::run) {
        schedule.status_taken = pending;
    }
    if (schedule.status_taken) {
        run_next(decision, schedule);
    }
    if (reason == ScheduleReason::run_missed) { // the start looks at what is missed
        schedule.run_on = next_step;
    }
    Deadline after = entry.deadline;
    take(after, schedule);
    if (after != entry.deadline) {
        decision.emit(std::move(schedule));
    }
}

} // namespace klik::engine
