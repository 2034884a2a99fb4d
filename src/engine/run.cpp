#include "engine/run.hpp"

#include "domain/prerequisites.hpp"
#include "domain/reminder_ladder.hpp"
#include "engine/conditions.hpp"
#include "engine/deadline_schedule.hpp"
#include "engine/gathering.hpp"
#include "engine/readiness.hpp"
#include "engine/task_view.hpp"
#include "engine/vacancies.hpp"
#include "engine/withdrawal.hpp"

namespace klik::engine {

namespace {

using domain::Colour;
using domain::Language;
using domain::NotificationKind;
using domain::Role;
using domain::Task;
using domain::TaskNumber;

/// A reminder of a blocked task goes to those who can unblock it, not to the one who cannot act.
void add_to_blockers(Decision& decision, const Task& task, const Occasion& occasion,
                     Notices& notices) {
    for (const auto& [role, on] : reminded_of_blocked(decision.state(), task, occasion.kind)) {
        Occasion theirs = about(task, occasion);
        if (on) {
            theirs.facts.emplace("yours", "#" + domain::to_string(*on));
        }
        notices.add({task.number, theirs, role, on, {}, {}, {}, decision.cause()});
    }
}

void add_reminder(Decision& decision, const Task& task, const Occasion& occasion,
                  Notices& notices) {
    if (occasion.facts.contains("blocked_by")) {
        add_to_blockers(decision, task, occasion, notices);
    } else {
        notices.add(task, occasion, decision.roles_of(occasion.kind, task));
    }
}

void add_step(Decision& decision, const Task& task, const domain::LadderStep& step,
              Notices& notices) {
    Facts facts = deadline_facts(decision, task);
    facts.emplace("step", step.name);
    if (step.overdue == 0) {
        add_reminder(decision, task,
                     {NotificationKind::reminder, step.id(), task.due_date(),
                      "7.ladder." + step.name, std::move(facts)},
                     notices);
        return;
    }
    notices.add(task,
                {NotificationKind::overdue, step.id(), task.due_date(), "7.ladder.overdue",
                 std::move(facts)},
                overdue_roles(decision.rules_of(task), NotificationKind::overdue, step.overdue));
}

/// A step whose run klikd was off for: what is true now, once.
void add_catch_up(Decision& decision, const Task& task, const std::string& missed,
                  Notices& notices) {
    Facts facts = deadline_facts(decision, task);
    facts.emplace("missed", missed);
    const Occasion occasion{NotificationKind::catch_up,
                            "catch_up:" + domain::iso_date(decision.today()), task.due_date(),
                            "7.catch_up", std::move(facts)};
    if (*task.due_date() >= decision.today()) {
        add_reminder(decision, task, occasion, notices);
        return;
    }
    const auto last = domain::ReminderLadder(*task.due_date(), decision.rules_of(task))
                          .last_before(decision.today() + std::chrono::days{1});
    notices.add(task, occasion,
                overdue_roles(decision.rules_of(task), NotificationKind::catch_up,
                              last.value_or(domain::LadderStep{}).overdue));
}

/// Once per due date, as a step of the ladder.
void add_colour(Decision& decision, const TaskEntry& entry, Colour colour, Notices& notices) {
    Occasion occasion{NotificationKind::colour_changed,
                      "colour:" + std::string(canonical(colour)),
                      entry.task.due_date(),
                      "4.colour",
                      {}};
    add_colour_facts(occasion.facts, "from", entry.deadline.colour_told);
    add_colour_facts(occasion.facts, "to", colour);
    if (!decision.was_told(entry, occasion)) {
        notices.add(entry.task, occasion, decision.roles_of(occasion.kind, entry.task));
    }
}

void add_deadline(Decision& decision, const TaskEntry& entry, Notices& notices) {
    const Task& task = entry.task;
    const Colour colour = domain::colour_on(decision.today(), task, decision.rules_of(task));
    if (const auto step = step_of_run(decision, entry)) {
        add_step(decision, task, *step, notices);
    } else if (entry.deadline.missed) {
        add_catch_up(decision, task, *entry.deadline.missed, notices);
    } else if (colour > entry.deadline.colour_told) {
        add_colour(decision, entry, colour, notices);
    }
}

void add_first_sight(Decision& decision, const TaskEntry& entry, Notices& notices) {
    Facts facts = deadline_facts(decision, entry.task);
    facts.emplace("status", status_label(entry.task));
    const Occasion occasion{NotificationKind::first_sight, "first_sight", std::nullopt,
                            "7.first_sight", std::move(facts)};
    notices.add(entry.task, occasion, decision.roles_of(occasion.kind, entry.task));
}

} // namespace

Facts deadline_facts(const Decision& decision, const Task& task) {
    const auto& rules = decision.rules_of(task);
    Facts facts;
    add_colour_facts(facts, "colour", domain::colour_on(decision.today(), task, rules));
    add_blockers(decision.state(), task, facts);
    if (const auto due = task.due_date(); due && *due < decision.today()) {
        facts.emplace("working_days_late",
                      std::to_string(rules.calendar.working_days_between(*due, decision.today())));
    } else if (due) {
        facts.emplace("days_left", std::to_string((*due - decision.today()).count()));
    }
    return facts;
}

std::vector<Role> overdue_roles(const domain::RuleSet& rules, NotificationKind kind, int notice) {
    std::vector<Role> roles = roles_of(rules, kind);
    if (notice >= rules.overdue_escalates_from) {
        roles.insert(roles.end(), rules.overdue_escalation.begin(), rules.overdue_escalation.end());
    }
    return roles;
}

std::vector<RoleOnTask> reminded_of_blocked(const State& state, const Task& task,
                                            NotificationKind kind) {
    const auto ready = domain::nearest_ready_blockers(task, lookup_in(state));
    if (ready.empty()) { // they wait for each other
        return {{Role::project_leader, std::nullopt}};
    }
    std::vector<RoleOnTask> reminded;
    for (const TaskNumber number : ready) {
        for (const Role& role : roles_of(state.rules.of(task), kind)) {
            reminded.push_back({role, number});
        }
    }
    return reminded;
}

void add_what_is_due(Decision& decision, TaskNumber number, Notices& notices) {
    const TaskEntry& entry = decision.state().tasks.at(number);
    if (entry.task.open() && entry.task.due_date()) {
        add_deadline(decision, entry, notices);
    }
    if (entry.deadline.first_sight) {
        add_first_sight(decision, entry, notices);
        for (PendingItem& vacancy : untold_vacancies_of_project(decision, entry.task)) {
            notices.add(std::move(vacancy));
        }
    }
    for (const auto& occasion : untold_conditions(decision, entry)) {
        notices.add(entry.task, occasion, decision.roles_of(occasion.kind, entry.task));
    }
    if (const auto violation = blocked_violation(decision, entry)) {
        notices.add(entry.task, *violation, decision.roles_of(violation->kind, entry.task),
                    entry.deadline.status_taken->by);
    }
    if (may_be_unblocked(decision, entry) && entry.task.open() && !entry.deadline.first_sight &&
        domain::blocking_prerequisites(entry.task, lookup_in(decision.state())).empty()) {
        notices.add(entry.task,
                    unblocked_occasion(decision, entry.task, domain::iso_date(decision.today())),
                    decision.roles_of(NotificationKind::unblocked, entry.task));
    }
}

void run(Decision& decision, const std::vector<TaskNumber>& tasks,
         const std::vector<domain::PersonId>& people) {
    const State& state = decision.state();
    Notices notices(decision);
    for (const TaskNumber number : tasks) {
        notices.mark_late(state.missed.contains(number));
        add_what_is_due(decision, number, notices);
        notices.mark_late(false);
        withdraw_what_ended(decision, number);
    }
    std::set<domain::PersonId> told(people.begin(), people.end());
    for (const auto& person : notices.people()) {
        if (state.outboxes.find(person) != nullptr) {
            told.insert(person);
        }
    }
    for (const auto& person : told) {
        empty_outbox(decision, person, notices, Emptied::in_a_run);
    }
    notices.deliver();
    for (const TaskNumber number : tasks) {
        schedule_deadline(decision, number, ScheduleReason::run);
    }
    if (!state.missed.empty()) {
        decision.emit(RunsCaughtUp{});
    }
}

} // namespace klik::engine
