#include "engine/readiness.hpp"

#include "domain/prerequisites.hpp"
#include "engine/deadline_schedule.hpp"
#include "engine/task_view.hpp"

namespace klik::engine {

namespace {

using domain::NotificationKind;
using domain::TaskNumber;

void add_neighbours(const State& state, TaskNumber number, std::set<TaskNumber>& neighbours) {
    if (const domain::Task* task = state.task(number)) {
        const auto& prerequisites = task->numbers(domain::TaskField::prerequisites);
        neighbours.insert(prerequisites.begin(), prerequisites.end());
    }
    if (const auto found = state.dependants.find(number); found != state.dependants.end()) {
        neighbours.insert(found->second.begin(), found->second.end());
    }
}

bool was_told_unblocked(const TaskEntry& entry) {
    for (const auto& key : entry.told) {
        if (key.find("/unblocked:") != std::string::npos) {
            return true;
        }
    }
    return false;
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
    add_neighbours(state, number, neighbours_);
    std::set<TaskNumber> watched = neighbours_;
    watched.insert(number);
    for (const TaskNumber each : watched) {
        const domain::Task* task = state.task(each);
        if (!task || !task->open()) {
            continue;
        }
        known_.insert(each);
        if (!domain::blocking_prerequisites(*task, lookup_in(state)).empty()) {
            blocked_.insert(each);
        }
    }
}

void ReadinessBefore::tell_changes(Decision& decision, const FactIdentity& cause) const {
    std::set<TaskNumber> touched = neighbours_;
    add_neighbours(decision.state(), number_, touched);
    touched.insert(number_);
    for (const TaskNumber number : touched) {
        decision.publish_state(number);
        if (number != number_) {
            schedule_deadline(decision, number, ScheduleReason::surroundings);
        }
    }
    for (const TaskNumber number : touched) {
        const domain::Task* task = decision.state().task(number);
        if (task && task->open() && known_.contains(number)) {
            tell_change(decision, *task, key_part(cause));
        }
    }
}

void ReadinessBefore::tell_change(Decision& decision, const domain::Task& task,
                                  const std::string& cause) const {
    const auto blocking = domain::blocking_prerequisites(task, lookup_in(decision.state()));
    const bool before = blocked_.contains(task.number);
    if (before == !blocking.empty()) {
        return;
    }
    const TaskEntry& entry = decision.state().tasks.at(task.number);
    if (before) {
        decision.tell_roles(task,
                            {NotificationKind::unblocked,
                             "unblocked:" + cause,
                             std::nullopt,
                             "5.readiness",
                             {{"because", "#" + domain::to_string(number_)}}},
                            {domain::Role::assignee});
    } else if (was_told_unblocked(entry)) {
        decision.tell_roles(task,
                            {NotificationKind::blocked_again,
                             "blocked_again:" + cause,
                             std::nullopt,
                             "5.readiness",
                             {{"blocked_by", number_list(blocking)}}},
                            {domain::Role::assignee});
    }
}

} // namespace klik::engine
