#pragma once

#include "domain/problem.hpp"
#include "engine/decision.hpp"

namespace klik::engine {

// A municipality's own tasks and edges, docs/rules.md 2. A task of its own has a number below zero
// and is decided as if a platform told of it; an edge of its own stands beside the platform's.

enum class LocalAction { add_task, change_task, remove_task, add_edge, remove_edge };
[[nodiscard]] std::string_view canonical(LocalAction action);

struct LocalChange {
    LocalAction action{};
    /// The number, but for `add_task`, and the fields of `add_task` and `change_task`, which are
    /// those with `FieldDescription::local`.
    domain::Observation task;
    domain::TaskNumber prerequisite; ///< of an edge: what the task waits for
};

/// Below all that there are and were.
[[nodiscard]] domain::TaskNumber next_local_number(const State& state);

/// Why the change cannot be made in this state: `not_found`, `conflict` or `malformed`.
[[nodiscard]] std::optional<domain::Problem> refusal_of(const State& state,
                                                        const LocalChange& change);

/// The input that makes the change. `fact` says who made it, when and under which id.
[[nodiscard]] decltype(Input::body) input_for(const State& state, LocalChange change,
                                              FactIdentity fact);

/// After a task of the municipality's own is gone: no other waits for it any more.
void remove_edges_to(Decision& decision, const RemoveTask& removal);

} // namespace klik::engine
