#include "domain/prerequisites.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace klik::domain {

namespace {

std::vector<TaskNumber> ascending(std::vector<TaskNumber> numbers) {
    std::ranges::sort(numbers);
    const auto repeated = std::ranges::unique(numbers);
    numbers.erase(repeated.begin(), repeated.end());
    return numbers;
}

} // namespace

std::vector<TaskNumber> blocking_prerequisites(const Task& task, const TaskLookup& tasks) {
    std::vector<TaskNumber> blocking;
    for (const TaskNumber number : task.numbers(TaskField::prerequisites)) {
        const Task* prerequisite = tasks(number);
        if (prerequisite && prerequisite->open()) {
            blocking.push_back(number);
        }
    }
    return ascending(std::move(blocking));
}

std::vector<TaskNumber> unknown_prerequisites(const Task& task, const TaskLookup& tasks) {
    std::vector<TaskNumber> unknown;
    for (const TaskNumber number : task.numbers(TaskField::prerequisites)) {
        if (!tasks(number)) {
            unknown.push_back(number);
        }
    }
    return ascending(std::move(unknown));
}

std::vector<TaskNumber> prerequisite_cycle(const Task& task, const TaskLookup& tasks) {
    std::map<TaskNumber, TaskNumber> reached_from;
    std::deque<TaskNumber> frontier{task.number};
    while (!frontier.empty()) {
        const TaskNumber current = frontier.front();
        frontier.pop_front();
        const Task* known = current == task.number ? &task : tasks(current);
        if (!known) {
            continue;
        }
        for (const TaskNumber next : known->numbers(TaskField::prerequisites)) {
            if (next == task.number) {
                std::vector<TaskNumber> path{task.number};
                for (TaskNumber step = current; step != task.number; step = reached_from.at(step)) {
                    path.push_back(step);
                }
                path.push_back(task.number);
                std::ranges::reverse(path);
                return path;
            }
            if (reached_from.emplace(next, current).second) {
                frontier.push_back(next);
            }
        }
    }
    return {};
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
        const Task* known = tasks(current);
        if (!known) {
            continue;
        }
        for (const TaskNumber next : known->numbers(TaskField::prerequisites)) {
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
