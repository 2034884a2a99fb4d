#include "engine/local_change.hpp"

#include "engine/deadline_schedule.hpp"
#include "engine/decide_inputs.hpp"
#include "engine/readiness.hpp"

#include <algorithm>
#include <array>

namespace klik::engine {

namespace {

using domain::Problem;
using domain::TaskNumber;

constexpr std::array<std::string_view, 5> actions{"add_task", "change_task", "remove_task",
                                                  "add_edge", "remove_edge"};

std::string hash(TaskNumber number) {
    return '#' + domain::to_string(number);
}

Problem problem(const LocalChange& change, const char* code, std::string_view key,
                std::string text) {
    return {code, std::string(canonical(change.action)) + '.' + std::string(key), std::move(text)};
}

Problem unknown_task(const LocalChange& change, std::string_view key, TaskNumber number) {
    return problem(change, "not_found", key, "there is no task " + hash(number));
}

std::optional<Problem> refusal_of_task(const State& state, const LocalChange& change) {
    const TaskNumber number = change.task.number;
    if (domain::origin_of(number) == domain::Origin::platform) {
        return problem(change, "conflict", "number",
                       hash(number) + " is the platform's; ask for a change of it by request");
    }
    return state.tasks.contains(number) ? std::nullopt
                                        : std::optional(unknown_task(change, "number", number));
}

std::optional<Problem> refusal_of_edge(const State& state, const LocalChange& change) {
    const TaskNumber number = change.task.number;
    const TaskNumber ahead = change.prerequisite;
    const domain::Task* task = state.task(number);
    if (task == nullptr) {
        return unknown_task(change, "number", number);
    }
    const bool own = task->local_prerequisites.contains(ahead);
    const auto told = task->numbers(domain::TaskField::prerequisites);
    const bool platforms = std::ranges::find(told, ahead) != told.end();
    const std::string waits = hash(number) + " waits for " + hash(ahead);
    if (change.action == LocalAction::remove_edge) {
        if (own) {
            return std::nullopt;
        }
        return platforms ? problem(change, "conflict", "prerequisite",
                                   waits + " by the platform's word, which only it can take back")
                         : problem(change, "not_found", "prerequisite",
                                   hash(number) + " does not wait for " + hash(ahead));
    }
    if (number == ahead) {
        return problem(change, "malformed", "prerequisite", "a task cannot wait for itself");
    }
    if (!state.tasks.contains(ahead)) {
        return unknown_task(change, "prerequisite", ahead);
    }
    if (own || platforms) {
        return problem(change, "conflict", "prerequisite",
                       waits + (own ? " already" : " already, by the platform's word"));
    }
    return std::nullopt;
}

} // namespace

std::string_view canonical(LocalAction action) {
    return actions[static_cast<std::size_t>(action)];
}

TaskNumber next_local_number(const State& state) {
    std::int64_t lowest = 0;
    if (!state.tasks.empty()) {
        lowest = std::min(lowest, state.tasks.begin()->first.value);
    }
    if (!state.removed.empty()) {
        lowest = std::min(lowest, state.removed.begin()->first.value);
    }
    return {lowest - 1};
}

std::optional<Problem> refusal_of(const State& state, const LocalChange& change) {
    switch (change.action) {
    case LocalAction::add_task:
        return std::nullopt;
    case LocalAction::change_task:
    case LocalAction::remove_task:
        return refusal_of_task(state, change);
    case LocalAction::add_edge:
    case LocalAction::remove_edge:
        break;
    }
    return refusal_of_edge(state, change);
}

decltype(Input::body) input_for(const State& state, LocalChange change, FactIdentity fact) {
    switch (change.action) {
    case LocalAction::add_task:
        change.task.number = next_local_number(state);
        [[fallthrough]];
    case LocalAction::change_task:
        return ObserveTask{std::move(fact), std::move(change.task)};
    case LocalAction::remove_task:
        return RemoveTask{std::move(fact), change.task.number};
    case LocalAction::add_edge:
    case LocalAction::remove_edge:
        break;
    }
    return ChangeLocalEdge{std::move(fact), change.task.number, change.prerequisite,
                           change.action == LocalAction::add_edge};
}

void decide_local_edge(Decision& decision, const ChangeLocalEdge& input) {
    const ReadinessBefore readiness(decision.state(), input.number);
    decision.emit(LocalEdgeChanged{input.fact, decision.via(), input.number, input.prerequisite,
                                   input.waits});
    readiness.gather_changes(decision, input.fact);
    schedule_deadline(decision, input.number, ScheduleReason::surroundings);
}

void remove_edges_to(Decision& decision, const RemoveTask& removal) {
    const auto waiting = decision.state().dependants_of(removal.number);
    for (const TaskNumber number : waiting) {
        decide_local_edge(decision, {removal.fact, number, removal.number, false});
    }
}

} // namespace klik::engine
