#include "engine/readiness.hpp"

#include "domain/prerequisites.hpp"
#include "engine/deadline_schedule.hpp"
#include "engine/knock_on.hpp"
#include "engine/task_view.hpp"

namespace klik::engine {

namespace {

using domain::NotificationKind;
using domain::TaskNumber;

void add_upstream(const State& state, TaskNumber number, std::set<TaskNumber>& upstream) {
    upstream.insert(number);
    if (const domain::Task* task = state.task(number)) {
        const auto prerequisites = task->prerequisites();
        upstream.insert(prerequisites.begin(), prerequisites.end());
        upstream.merge(domain::tasks_on_its_cycles(*task, lookup_in(state)));
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
    add_upstream(state, number, upstream_);
}

void ReadinessBefore::tell_changes(Decision& decision, const FactIdentity& cause) const {
    const State& state = decision.state();
    std::set<TaskNumber> upstream = upstream_;
    add_upstream(state, number_, upstream);
    std::set<TaskNumber> touched = state.dependants_of(number_);
    touched.insert(upstream.begin(), upstream.end());
    const std::set<TaskNumber> moved = publish_with_knock_on(decision, touched, upstream);
    for (const TaskNumber number : touched) {
        const auto found = state.tasks.find(number);
        if (found != state.tasks.end() && found->second.task.open()) {
            tell_change(decision, found->second, number_, key_part(cause));
        }
    }
    touched.insert(moved.begin(), moved.end());
    for (const TaskNumber number : touched) {
        if (number != number_) {
            schedule_deadline(decision, number, ScheduleReason::surroundings);
        }
    }
}

void tell_unblocked(Decision& decision, const domain::Task& task, const std::string& occasion,
                    Facts facts) {
    const auto tasks = lookup_in(decision.state());
    const auto named = task.prerequisites();
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
