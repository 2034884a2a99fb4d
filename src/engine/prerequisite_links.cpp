#include "engine/prerequisite_links.hpp"

#include "domain/prerequisites.hpp"
#include "engine/task_view.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

namespace klik::engine {

namespace {

using domain::TaskNumber;

std::vector<TaskNumber> prerequisites_of(const State& state, TaskNumber number) {
    const auto* task = state.task(number);
    return task == nullptr ? std::vector<TaskNumber>{} : task->prerequisites();
}

/// One way through the edges, a task at a time.
struct Walk {
    std::vector<TaskNumber> frontier;
    std::unordered_set<TaskNumber> seen;

    /// False once the walk meets what it looks for.
    template <class Numbers>
    bool goes_on(const Numbers& next, const Walk& other, TaskNumber start) {
        for (const TaskNumber number : next) {
            if (number == start || other.seen.contains(number)) {
                return false;
            }
            if (seen.insert(number).second) {
                frontier.push_back(number);
            }
        }
        return true;
    }
};

/// Walks both ways in turn: it costs what the shorter of them has.
bool lies_on_cycle(const State& state, TaskNumber start) {
    Walk ahead;
    Walk back;
    if (!ahead.goes_on(prerequisites_of(state, start), back, start) ||
        !back.goes_on(state.dependants_of(start), ahead, start)) {
        return true;
    }
    while (!ahead.frontier.empty() && !back.frontier.empty()) {
        const TaskNumber next = ahead.frontier.back();
        ahead.frontier.pop_back();
        if (!ahead.goes_on(prerequisites_of(state, next), back, start)) {
            return true;
        }
        const TaskNumber previous = back.frontier.back();
        back.frontier.pop_back();
        if (!back.goes_on(state.dependants_of(previous), ahead, start)) {
            return true;
        }
    }
    return false;
}

void add_cycles_of(const State& state, TaskNumber number, std::set<TaskNumber>& on_cycles) {
    if (const auto* task = state.task(number); task != nullptr) {
        on_cycles.merge(domain::tasks_on_its_cycles(*task, lookup_in(state)));
    }
}

std::set<TaskNumber> cycles_among(const State& state, const std::set<TaskNumber>& numbers) {
    std::set<TaskNumber> on_cycles;
    for (const TaskNumber number : numbers) {
        if (!on_cycles.contains(number)) { // else all of its cycles are there
            add_cycles_of(state, number, on_cycles);
        }
    }
    return on_cycles;
}

void unlink(State& state, TaskNumber number, TaskNumber prerequisite) {
    const auto found = state.dependants.find(prerequisite);
    if (found != state.dependants.end()) {
        found->second.erase(number);
        if (found->second.empty()) {
            state.dependants.erase(found);
        }
    }
}

} // namespace

void relink(State& state, TaskNumber number, const std::vector<TaskNumber>& before) {
    const auto now = prerequisites_of(state, number);
    if (now == before) {
        return;
    }
    std::vector<TaskNumber> lost;
    std::ranges::set_difference(before, now, std::back_inserter(lost));
    for (const TaskNumber prerequisite : lost) {
        unlink(state, number, prerequisite);
    }
    for (const TaskNumber prerequisite : now) {
        state.dependants[prerequisite].insert(number);
    }
    if (!lost.empty() && state.on_cycles.contains(number)) {
        state.on_cycles = cycles_among(state, state.on_cycles);
    }
    if (lies_on_cycle(state, number)) {
        add_cycles_of(state, number, state.on_cycles);
    }
}

std::set<TaskNumber> tasks_on_cycles(const State& state) {
    // Whoever waits for nobody that is left lies on none, and is taken away.
    std::unordered_map<TaskNumber, std::size_t> waits_for;
    std::vector<TaskNumber> free;
    for (const auto& [number, entry] : state.tasks) {
        const auto known =
            std::ranges::count_if(entry.task.prerequisites(), [&](TaskNumber prerequisite) {
                return state.tasks.contains(prerequisite);
            });
        waits_for[number] = static_cast<std::size_t>(known);
        if (known == 0) {
            free.push_back(number);
        }
    }
    while (!free.empty()) {
        const TaskNumber number = free.back();
        free.pop_back();
        waits_for.erase(number);
        for (const TaskNumber dependant : state.dependants_of(number)) {
            const auto found = waits_for.find(dependant);
            if (found == waits_for.end() || found->second == 0) {
                continue;
            }
            --found->second;
            if (found->second == 0) {
                free.push_back(dependant);
            }
        }
    }
    std::set<TaskNumber> left;
    for (const auto& [number, count] : waits_for) {
        left.insert(number);
    }
    return cycles_among(state, left);
}

} // namespace klik::engine
