#pragma once

#include "engine/state.hpp"

#include <vector>

namespace klik::engine {

// What the state knows of the tasks' prerequisites the other way round (`dependants_of`) and as a
// whole (`on_cycles`), so that a fact costs what it changes and not what lies upstream of it.

/// The task is new: it has those that named it before it was known.
void know_dependants(State& state, TaskEntry& entry);
/// Takes a task out of the tasks; those that name it still do.
void forget_task(State& state, domain::TaskNumber number);

/// The task waits for others than `before`, is new or is gone (then it waits for nobody): brings
/// both up to date. `before` is ascending.
void relink(State& state, domain::TaskNumber number, const std::vector<domain::TaskNumber>& before);

/// Works `on_cycles` out from all tasks and their dependants, and each task's place where there is
/// no cycle.
void order_by_prerequisites(State& state);

/// All of it, and what is due when: for a state of which the tasks were read and nothing else that
/// follows from them.
void index_tasks(State& state);

} // namespace klik::engine
