#include "engine/prerequisite_links.hpp"

#include "domain/prerequisites.hpp"
#include "engine/task_view.hpp"

#include <algorithm>
#include <iterator>
#include <set>
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
    if (const auto known = state.tasks.find(prerequisite); known != state.tasks.end()) {
        known->second.dependants.erase(number);
        return;
    }
    const auto unknown = state.dependants_of_unknown.find(prerequisite);
    if (unknown != state.dependants_of_unknown.end()) {
        unknown->second.erase(number);
        if (unknown->second.empty()) {
            state.dependants_of_unknown.erase(unknown);
        }
    }
}

void link(State& state, TaskNumber number, TaskNumber prerequisite) {
    const auto known = state.tasks.find(prerequisite);
    auto& dependants = known == state.tasks.end() ? state.dependants_of_unknown[prerequisite]
                                                  : known->second.dependants;
    dependants.insert(number);
}

/// A task that waits for others, and its place.
struct Placed {
    TaskNumber number;
    std::int64_t place = 0;
};

/// None for whoever waits for nobody or is not known: they come before all others.
std::optional<Placed> placed(const State& state, TaskNumber number) {
    const auto found = state.tasks.find(number);
    if (found == state.tasks.end() || found->second.place.value == 0) {
        return std::nullopt;
    }
    return Placed{number, found->second.place.value};
}

/// Whoever is reached from `start` through `next(number)` within places that `lie_between` allows,
/// itself included.
template <class Next, class Between>
std::vector<Placed> reached(const State& state, Placed start, Next next, Between lies_between) {
    std::vector<Placed> reached{start};
    std::unordered_set<TaskNumber> seen{start.number};
    for (std::size_t i = 0; i < reached.size(); ++i) {
        for (const TaskNumber number : next(reached[i].number)) {
            const auto neighbour = placed(state, number);
            if (neighbour && lies_between(neighbour->place) && seen.insert(number).second) {
                reached.push_back(*neighbour);
            }
        }
    }
    return reached;
}

/// Moves those that `ahead` holds before those of `behind`, in places that they have now.
void change_places(State& state, std::vector<Placed> ahead, std::vector<Placed> behind) {
    std::ranges::sort(ahead, {}, &Placed::place);
    std::ranges::sort(behind, {}, &Placed::place);
    ahead.insert(ahead.end(), behind.begin(), behind.end());
    std::vector<std::int64_t> places;
    places.reserve(ahead.size());
    std::ranges::transform(ahead, std::back_inserter(places), &Placed::place);
    std::ranges::sort(places);
    for (std::size_t i = 0; i < ahead.size(); ++i) {
        state.tasks.at(ahead[i].number).place.value = places[i];
    }
}

/// Puts a task behind one that it waits for. Where that comes later now, only who stands between
/// the two is looked at (Pearce and Kelly, "A dynamic topological sort algorithm for directed
/// acyclic graphs", 2007). False where they wait for each other.
bool put_behind(State& state, TaskNumber number, TaskNumber prerequisite) {
    const Placed task = *placed(state, number);
    const auto other = placed(state, prerequisite);
    if (!other || other->place < task.place) {
        return true;
    }
    auto behind = reached(
        state, task, [&](TaskNumber from) -> const auto& { return state.dependants_of(from); },
        [&](std::int64_t place) { return place <= other->place; });
    if (std::ranges::find(behind, prerequisite, &Placed::number) != behind.end()) {
        return false;
    }
    auto ahead = reached(
        state, *other, [&](TaskNumber from) { return prerequisites_of(state, from); },
        [&](std::int64_t place) { return place > task.place; });
    change_places(state, std::move(ahead), std::move(behind));
    return true;
}

/// False where the task waits for itself through others; then the places mean nothing.
bool keep_order(State& state, TaskNumber number, const std::vector<TaskNumber>& prerequisites) {
    const auto found = state.tasks.find(number);
    if (found == state.tasks.end()) {
        return true;
    }
    auto& place = found->second.place;
    if (prerequisites.empty()) {
        place = {};
        return true;
    }
    if (place.value == 0) { // before whoever waits for it, else behind all
        place.value = state.dependants_of(number).empty() ? ++state.last_place.value
                                                          : --state.first_place.value;
    }
    return std::ranges::all_of(prerequisites, [&](TaskNumber prerequisite) {
        return put_behind(state, number, prerequisite);
    });
}

/// The known tasks, each behind all that it waits for. Those that are on a cycle or wait for such
/// are not among them: for how many they still wait stands in their `place`.
std::vector<TaskEntry*> in_order(State& state) {
    std::vector<TaskEntry*> order;
    order.reserve(state.tasks.size());
    for (auto& [number, entry] : state.tasks) {
        auto& waits_for = entry.place.value;
        waits_for = 0;
        entry.task.each_prerequisite([&](TaskNumber prerequisite) {
            waits_for += state.dependants_of_unknown.contains(prerequisite) ? 0 : 1;
        });
        if (waits_for == 0) {
            order.push_back(&entry);
        }
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        for (const TaskNumber dependant : order[i]->dependants) {
            const auto found = state.tasks.find(dependant);
            if (found == state.tasks.end() || found->second.place.value == 0) {
                continue; // named by a damaged state alone
            }
            if (--found->second.place.value == 0) {
                order.push_back(&found->second);
            }
        }
    }
    return order;
}

/// Those that are not in order: they lie on a cycle or wait for such, and lose their places.
std::set<TaskNumber> left_out(State& state) {
    std::set<TaskNumber> left;
    for (auto& [number, entry] : state.tasks) {
        if (entry.place.value > 0) {
            entry.place = {};
            left.insert(left.end(), number);
        }
    }
    return left;
}

} // namespace

void know_dependants(State& state, TaskEntry& entry) {
    if (auto unknown = state.dependants_of_unknown.extract(entry.task.number)) {
        entry.dependants = std::move(unknown.mapped());
    }
}

void forget_task(State& state, TaskNumber number) {
    const auto found = state.tasks.find(number);
    if (!found->second.dependants.empty()) {
        state.dependants_of_unknown[number] = std::move(found->second.dependants);
    }
    state.tasks.erase(number);
}

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
        link(state, number, prerequisite);
    }
    if (state.on_cycles.empty()) {
        if (!keep_order(state, number, now)) {
            add_cycles_of(state, number, state.on_cycles);
        }
        return;
    }
    if (!lost.empty() && state.on_cycles.contains(number)) {
        state.on_cycles = cycles_among(state, state.on_cycles);
    }
    if (lies_on_cycle(state, number)) {
        add_cycles_of(state, number, state.on_cycles);
    } else if (state.on_cycles.empty()) {
        order_by_prerequisites(state);
    }
}

void index_tasks(State& state) {
    for (const auto& [number, entry] : state.tasks) {
        state.colour_changes.move(number, {}, entry.deadline.colour_on);
        state.runs.move(number, {}, entry.deadline.run_on);
        entry.task.each_prerequisite(
            [&](TaskNumber prerequisite) { link(state, number, prerequisite); });
    }
    order_by_prerequisites(state);
}

void order_by_prerequisites(State& state) {
    const auto order = in_order(state);
    state.on_cycles = order.size() == state.tasks.size() ? std::set<TaskNumber>{}
                                                         : cycles_among(state, left_out(state));
    state.first_place = {};
    state.last_place = {};
    for (TaskEntry* const entry : order) {
        bool waits = false;
        entry->task.each_prerequisite([&](TaskNumber) { waits = true; });
        entry->place.value = waits ? ++state.last_place.value : 0;
    }
}

} // namespace klik::engine
