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

/// Also of a task that was removed since, and has come back.
bool was_told(const Decision& decision, const TaskEntry& entry, const domain::LadderStep& step) {
    Occasion occasion;
    occasion.name = step.id();
    occasion.due = entry.task.due_date();
    return decision.was_told(entry, occasion);
}

struct Ladder {
    domain::FlatSet<std::string> spent;
    domain::Rare<std::string> joins;
    std::optional<Date> next;
};

Ladder ladder_ahead(const Decision& decision, const TaskEntry& entry, ScheduleReason reason) {
    Ladder ladder;
    const Date due = *entry.task.due_date();
    const domain::ReminderLadder steps(due, decision.rules_of(entry.task));
    const Date ahead = decision.first_run_ahead();
    if (const auto known = entry.deadline.spent.find(due); known != entry.deadline.spent.end()) {
        ladder.spent = known->second;
    }
    if (reason == ScheduleReason::due_moved || reason == ScheduleReason::rules) {
        const auto latest = steps.last_before(ahead);
        if (latest && !domain::is_spent(*latest, ladder.spent) &&
            !was_told(decision, entry, *latest)) {
            ladder.joins = latest->id();
        }
    } else if (reason == ScheduleReason::surroundings) {
        ladder.joins = entry.deadline.joins;
    }
    steps.spend_before(ahead, ladder.spent);
    if (ladder.joins) { // spent when it is told: the date may move away before that, and back
        ladder.spent.erase(*ladder.joins);
    }
    ladder.next = steps.next(ahead).on;
    return ladder;
}

/// What is being scheduled.
struct Schedule {
    DeadlineScheduled plan;
    bool tells_next = false; ///< the next run has something to tell, whichever day it has

    void run_by(Date date) { plan.run_on = plan.run_on ? std::min(*plan.run_on, date) : date; }
};

void schedule_colour(const Decision& decision, const TaskEntry& entry, ScheduleReason reason,
                     Schedule& schedule) {
    const auto& rules = decision.rules_of(entry.task);
    const Colour colour = domain::colour_on(decision.today(), entry.task, rules);
    const Colour told = entry.deadline.colour_told;
    const bool told_anew = reason == ScheduleReason::run || told == Colour::none || colour < told;
    schedule.plan.colour_told = told_anew ? colour : told;
    schedule.plan.colour_on = domain::next_colour_change(decision.today(), entry.task, rules);
    if (colour > schedule.plan.colour_told) {
        schedule.tells_next = true;
    }
}

/// The date of the next step.
std::optional<Date> schedule_ladder(const Decision& decision, const TaskEntry& entry,
                                    ScheduleReason reason, Schedule& schedule) {
    if (!entry.task.open() || !entry.task.due_date()) {
        if (entry.deadline.joins &&
            reason == ScheduleReason::surroundings) { // it may be open again by then
            schedule.plan.joins = entry.deadline.joins;
            schedule.tells_next = true;
        }
        return std::nullopt;
    }
    Ladder ladder = ladder_ahead(decision, entry, reason);
    schedule.plan.due = entry.task.due_date();
    schedule.plan.spent = std::move(ladder.spent);
    schedule.plan.joins = std::move(ladder.joins);
    schedule.run_by(*ladder.next);
    if (schedule.plan.joins) {
        schedule.tells_next = true;
    }
    return ladder.next;
}

void schedule_conditions(const Decision& decision, const TaskEntry& entry, ScheduleReason reason,
                         Schedule& schedule) {
    auto holding = ids_of_holding_conditions(decision, entry.task);
    if (reason == ScheduleReason::run) {
        schedule.plan.conditions = std::move(holding);
    } else {
        schedule.plan.conditions = entry.deadline.conditions;
        if (holding != entry.deadline.conditions) { // to be told, or to be forgotten
            schedule.tells_next = true;
        }
    }
    if (const auto date = next_colour_for_others(decision, entry.task)) {
        schedule.run_by(decision.rules_of(entry.task).calendar.on_or_after(*date));
    }
}

void schedule_readiness(const Decision& decision, const TaskEntry& entry, ScheduleReason reason,
                        Schedule& schedule) {
    if (!entry.task.open()) {
        return;
    }
    const bool ready = entry.standing.ready;
    const bool untold = may_be_unblocked(decision, entry) && reason != ScheduleReason::run;
    if (!ready || untold) {
        schedule.plan.waiting_since = entry.deadline.waiting_since.value_or(decision.at().utc);
    }
    if (ready && untold) {
        schedule.tells_next = true;
    }
}

void schedule_first_sight(const TaskEntry& entry, ScheduleReason reason, Schedule& schedule) {
    schedule.plan.first_sight =
        entry.task.open() && (reason == ScheduleReason::first_sight ||
                              (entry.deadline.first_sight && reason != ScheduleReason::run));
    if (schedule.plan.first_sight) {
        schedule.tells_next = true;
    }
}

void schedule_missed(const Decision& decision, const TaskEntry& entry, ScheduleReason reason,
                     Schedule& schedule) {
    if (!entry.task.open() || !entry.task.due_date() || reason == ScheduleReason::run ||
        reason == ScheduleReason::due_moved) {
        return;
    }
    schedule.plan.missed = entry.deadline.missed;
    if (reason == ScheduleReason::run_missed) {
        if (const auto step = step_of_run(decision, entry)) {
            schedule.plan.missed = step->name;
        }
    }
    if (schedule.plan.missed) {
        schedule.tells_next = true;
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
    Schedule schedule;
    schedule.plan.number = number;
    schedule_colour(decision, entry, reason, schedule);
    const auto next_step = schedule_ladder(decision, entry, reason, schedule);
    schedule_conditions(decision, entry, reason, schedule);
    schedule_readiness(decision, entry, reason, schedule);
    schedule_first_sight(entry, reason, schedule);
    schedule_missed(decision, entry, reason, schedule);
    if (taken) {
        schedule.plan.status_taken = std::move(taken);
    } else if (const auto& pending = entry.deadline.status_taken;
               pending && pending->to == entry.task.status() && reason != ScheduleReason::run) {
        schedule.plan.status_taken = pending;
    }
    if (schedule.tells_next || schedule.plan.status_taken) {
        schedule.run_by(decision.next_run());
    }
    if (reason == ScheduleReason::run_missed) { // the start looks at what is missed
        schedule.plan.run_on = next_step;
    }
    if (!is_so(entry.deadline, schedule.plan)) {
        decision.emit(std::move(schedule.plan));
    }
}

} // namespace klik::engine
