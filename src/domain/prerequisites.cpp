#include "domain/prerequisites.hpp"

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <set>

namespace klik::domain {

namespace {

std::vector<TaskNumber> prerequisites_of(const Task* task) {
    return task ? task->prerequisites() : std::vector<TaskNumber>{};
}

using NamedBy = std::map<TaskNumber, std::vector<TaskNumber>>;

/// Of all tasks that are reached through prerequisites, those that name each.
NamedBy named_ahead(const Task& task, const TaskLookup& tasks) {
    NamedBy named_by;
    std::vector<TaskNumber> frontier{task.number};
    while (!frontier.empty()) {
        const TaskNumber current = frontier.back();
        frontier.pop_back();
        for (const TaskNumber named :
             prerequisites_of(current == task.number ? &task : tasks(current))) {
            const auto [found, is_new] = named_by.try_emplace(named);
            found->second.push_back(current);
            if (is_new && named != task.number) {
                frontier.push_back(named);
            }
        }
    }
    return named_by;
}

/// How many steps through prerequisites lead from each task that lies on a cycle with this one back
/// to it; none for itself. Empty where it lies on no cycle.
std::map<TaskNumber, std::size_t> steps_back_to(const Task& task, const TaskLookup& tasks) {
    const NamedBy named_by = named_ahead(task, tasks);
    std::map<TaskNumber, std::size_t> steps;
    if (!named_by.contains(task.number)) {
        return steps;
    }
    steps.emplace(task.number, 0);
    std::deque<TaskNumber> frontier{task.number};
    while (!frontier.empty()) {
        const TaskNumber current = frontier.front();
        frontier.pop_front();
        // Whatever was reached ahead is named by somebody there.
        for (const TaskNumber number : named_by.at(current)) {
            if (steps.emplace(number, steps.at(current) + 1).second) {
                frontier.push_back(number);
            }
        }
    }
    return steps;
}

/// The first of those from which the way back is shortest.
TaskNumber nearest(const std::vector<TaskNumber>& numbers,
                   const std::map<TaskNumber, std::size_t>& steps_back) {
    const auto steps = [&](TaskNumber number) {
        const auto found = steps_back.find(number);
        return found == steps_back.end() ? std::numeric_limits<std::size_t>::max() : found->second;
    };
    return *std::ranges::min_element(numbers, {}, steps);
}

} // namespace

std::vector<TaskNumber> blocking_prerequisites(const Task& task, const TaskLookup& tasks) {
    std::vector<TaskNumber> blocking;
    task.each_prerequisite([&](TaskNumber number) {
        const Task* prerequisite = tasks(number);
        if (prerequisite && prerequisite->open()) {
            blocking.push_back(number);
        }
    });
    return blocking;
}

std::vector<TaskNumber> nearest_ready_blockers(const Task& task, const TaskLookup& tasks) {
    std::set<TaskNumber> seen;
    std::set<TaskNumber> ready;
    std::vector<TaskNumber> frontier = blocking_prerequisites(task, tasks);
    while (!frontier.empty()) {
        const TaskNumber number = frontier.back();
        frontier.pop_back();
        if (!seen.insert(number).second) {
            continue;
        }
        const auto blocking = blocking_prerequisites(*tasks(number), tasks);
        if (blocking.empty()) {
            ready.insert(number);
        }
        frontier.insert(frontier.end(), blocking.begin(), blocking.end());
    }
    return {ready.begin(), ready.end()};
}

std::vector<TaskNumber> unknown_prerequisites(const Task& task, const TaskLookup& tasks) {
    std::vector<TaskNumber> unknown;
    task.each_prerequisite([&](TaskNumber number) {
        if (!tasks(number)) {
            unknown.push_back(number);
        }
    });
    return unknown;
}

std::vector<TaskNumber> prerequisite_cycle(const Task& task, const TaskLookup& tasks) {
    const auto cycles = prerequisite_cycles(task, tasks);
    const auto shortest = std::ranges::min_element(cycles, {}, &std::vector<TaskNumber>::size);
    return shortest == cycles.end() ? std::vector<TaskNumber>{} : *shortest;
}

std::vector<std::vector<TaskNumber>> prerequisite_cycles(const Task& task,
                                                         const TaskLookup& tasks) {
    const auto steps_back = steps_back_to(task, tasks);
    std::vector<std::vector<TaskNumber>> cycles;
    for (TaskNumber number : task.prerequisites()) {
        if (!steps_back.contains(number)) {
            continue;
        }
        std::vector<TaskNumber> cycle{task.number, number};
        while (number != task.number) {
            number = nearest(prerequisites_of(tasks(number)), steps_back);
            cycle.push_back(number);
        }
        cycles.push_back(std::move(cycle));
    }
    return cycles;
}

std::set<TaskNumber> tasks_on_its_cycles(const Task& task, const TaskLookup& tasks) {
    std::set<TaskNumber> on_cycles;
    for (const auto& [number, steps] : steps_back_to(task, tasks)) {
        on_cycles.insert(on_cycles.end(), number);
    }
    return on_cycles;
}

std::vector<DateConflict> date_conflicts(const Task& task, const TaskLookup& tasks) {
    std::vector<DateConflict> conflicts;
    const auto due = task.due_date();
    if (!due || !task.open()) {
        return conflicts;
    }
    if (const auto start = task.date(TaskField::start_date); start && *due < *start) {
        conflicts.push_back({std::nullopt, *due, *start});
    }
    task.each_prerequisite([&](TaskNumber number) {
        const Task* prerequisite = tasks(number);
        if (!prerequisite || !prerequisite->open()) {
            return;
        }
        const auto prerequisite_due = prerequisite->due_date();
        if (prerequisite_due && *due < *prerequisite_due) {
            conflicts.push_back({number, *due, *prerequisite_due});
        }
    });
    return conflicts;
}

} // namespace klik::domain
