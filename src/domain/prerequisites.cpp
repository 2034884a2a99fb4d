#include "domain/prerequisites.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace klik::domain {

namespace {

std::vector<TaskNumber> prerequisites_of(const Task* task) {
    return task ? task->prerequisites() : std::vector<TaskNumber>{};
}

/// The shortest way through prerequisites from one of `starts` to the task, both included, or
/// empty.
std::vector<TaskNumber> way_back(const Task& task, const std::vector<TaskNumber>& starts,
                                 const TaskLookup& tasks) {
    std::map<TaskNumber, TaskNumber> reached_from;
    std::deque<TaskNumber> frontier;
    const auto reach = [&](TaskNumber number, TaskNumber from) {
        if (reached_from.emplace(number, from).second) {
            frontier.push_back(number);
        }
    };
    for (const TaskNumber start : starts) {
        reach(start, start);
    }
    while (!frontier.empty()) {
        const TaskNumber current = frontier.front();
        frontier.pop_front();
        if (current == task.number) {
            std::vector<TaskNumber> way{current};
            while (reached_from.at(way.back()) != way.back()) {
                way.push_back(reached_from.at(way.back()));
            }
            std::ranges::reverse(way);
            return way;
        }
        for (const TaskNumber next : prerequisites_of(tasks(current))) {
            reach(next, current);
        }
    }
    return {};
}

/// The way back with the task before it as well.
std::vector<TaskNumber> closed(const Task& task, std::vector<TaskNumber> way) {
    if (!way.empty()) {
        way.insert(way.begin(), task.number);
    }
    return way;
}

/// What can be reached in one step or more.
template <class Next>
std::set<TaskNumber> reached_from(TaskNumber start, Next next) {
    std::set<TaskNumber> reached;
    std::vector<TaskNumber> frontier{start};
    while (!frontier.empty()) {
        const TaskNumber current = frontier.back();
        frontier.pop_back();
        for (const TaskNumber number : next(current)) {
            if (reached.insert(number).second) {
                frontier.push_back(number);
            }
        }
    }
    return reached;
}

} // namespace

std::vector<TaskNumber> blocking_prerequisites(const Task& task, const TaskLookup& tasks) {
    std::vector<TaskNumber> blocking;
    for (const TaskNumber number : task.prerequisites()) {
        const Task* prerequisite = tasks(number);
        if (prerequisite && prerequisite->open()) {
            blocking.push_back(number);
        }
    }
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
    for (const TaskNumber number : task.prerequisites()) {
        if (!tasks(number)) {
            unknown.push_back(number);
        }
    }
    return unknown;
}

std::vector<TaskNumber> prerequisite_cycle(const Task& task, const TaskLookup& tasks) {
    return closed(task, way_back(task, task.prerequisites(), tasks));
}

std::vector<std::vector<TaskNumber>> prerequisite_cycles(const Task& task,
                                                         const TaskLookup& tasks) {
    std::vector<std::vector<TaskNumber>> cycles;
    if (prerequisite_cycle(task, tasks).empty()) {
        return cycles;
    }
    for (const TaskNumber number : task.prerequisites()) {
        if (auto cycle = closed(task, way_back(task, {number}, tasks)); !cycle.empty()) {
            cycles.push_back(std::move(cycle));
        }
    }
    return cycles;
}

std::set<TaskNumber> tasks_on_its_cycles(const Task& task, const TaskLookup& tasks) {
    std::map<TaskNumber, std::vector<TaskNumber>> named_by;
    const auto ahead = reached_from(task.number, [&](TaskNumber number) {
        auto next = prerequisites_of(number == task.number ? &task : tasks(number));
        for (const TaskNumber named : next) {
            named_by[named].push_back(number);
        }
        return next;
    });
    if (!ahead.contains(task.number)) {
        return {};
    }
    return reached_from(task.number,
                        [&](TaskNumber number) -> const auto& { return named_by[number]; });
}

bool edge_on_cycle(const Task& task, TaskNumber prerequisite, const TaskLookup& tasks) {
    std::set<TaskNumber> seen{prerequisite};
    std::vector<TaskNumber> frontier{prerequisite};
    while (!frontier.empty()) {
        const TaskNumber current = frontier.back();
        frontier.pop_back();
        if (current == task.number) {
            return true;
        }
        for (const TaskNumber next : prerequisites_of(tasks(current))) {
            if (seen.insert(next).second) {
                frontier.push_back(next);
            }
        }
    }
    return false;
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
    for (const TaskNumber number : blocking_prerequisites(task, tasks)) {
        const auto prerequisite_due = tasks(number)->due_date();
        if (prerequisite_due && *due < *prerequisite_due) {
            conflicts.push_back({number, *due, *prerequisite_due});
        }
    }
    return conflicts;
}

} // namespace klik::domain
