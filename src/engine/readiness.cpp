#include "engine/readiness.hpp"

#include "domain/prerequisites.hpp"
#include "engine/deadline_schedule.hpp"
#include "engine/task_view.hpp"

namespace klik::engine {

namespace {

using domain::NotificationKind;
using domain::TaskNumber;

void add_touched(const State& state, TaskNumber number, std::set<TaskNumber>& touched) {
    touched.insert(number);
    if (const domain::Task* task = state.task(number)) {
        const auto& prerequisites = task->numbers(domain::TaskField::prerequisites);
        touched.insert(prerequisites.begin(), prerequisites.end());
        touched.merge(domain::tasks_on_its_cycles(*task, lookup_in(state)));
    }
    if (const auto found = state.dependants.find(number); found != state.dependants.end()) {
        touched.insert(found->second.begin(), found->second.end());
    }
}

void tell_change(Decision& decision, const TaskEntry& entry, TaskNumber because,
                 const std::string& cause) {
    const domain::Task& task = entry.task;
    const auto tasks = lookup_in(decision.state());
    const auto blocking = domain::blocking_prerequisites(task, tasks);
    if (blocking.empty() && entry.deadline.waiting &&
        domain::unknown_prerequisites(task, tasks).empty()) {
        tell_unblocked(decision, task, cause, {{"because", "#" + domain::to_string(because)}});
    } else if (!blocking.empty() && !entry.deadline.waiting && entry.told_ready) {
        decision.tell_roles(task,
                            {NotificationKind::blocked_again,
                             "blocked_again:" + cause,
                             std::nullopt,
                             "5.readiness",
                             {{"blocked_by", number_list(blocking)}}},
                            {domain::Role::assignee});
    }
}

} // namespace

std::string number_list(const std::vector<TaskNumber>& numbers) {
    std::string text;
    for (const TaskNumber number : numbers) {
        text += (text.empty() ? "#" : ", #") + domain::to_string(number);
    }
    return text;
}

ReadinessBefore::ReadinessBefore(const State& state, TaskNumber number) : number_(number) {
    add_touched(state, number, touched_);
}

void ReadinessBefore::tell_changes(Decision& decision, const FactIdentity& cause) const {
    const State& state = decision.state();
    std::set<TaskNumber> touched = touched_;
    add_touched(state, number_, touched);
    for (const TaskNumber number : touched) {
        decision.publish_state(number);
    }
    for (const TaskNumber number : touched) {
        const auto found = state.tasks.find(number);
        if (found != state.tasks.end() && found->second.task.open()) {
            tell_change(decision, found->second, number_, key_part(cause));
        }
    }
    for (const TaskNumber number : touched) {
        if (number != number_) {
            schedule_deadline(decision, number, ScheduleReason::surroundings);
        }
    }
}

void tell_unblocked(Decision& decision, const domain::Task& task, const std::string& occasion,
                    Facts facts) {
    const auto tasks = lookup_in(decision.state());
    const auto& named = task.numbers(domain::TaskField::prerequisites);
    facts.emplace("prerequisites", named.empty() ? "-" : number_list(named));
    if (const auto unknown = domain::unknown_prerequisites(task, tasks); !unknown.empty()) {
        facts.emplace("unknown", number_list(unknown));
    }
    decision.tell_roles(task,
                        {NotificationKind::unblocked, "unblocked:" + occasion, std::nullopt,
                         "5.readiness", std::move(facts)},
                        {domain::Role::assignee});
}

} // namespace klik::engine
