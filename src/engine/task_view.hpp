#pragma once

#include "domain/prerequisites.hpp"
#include "engine/state.hpp"

namespace klik::engine {

/// How the rules of `domain` reach the state's tasks. The state outlives the lookup.
[[nodiscard]] domain::TaskLookup lookup_in(const State& state);

/// What clients are to see of the task on this date beside its fields, but for its latest safe
/// finish, which depends on tasks beyond its neighbours (engine/knock_on.hpp).
[[nodiscard]] TaskStanding standing_of(const State& state, const domain::Task& task,
                                       domain::Date today);

/// What clients were told of the task last; between two decisions its neighbours are still those.
[[nodiscard]] TaskView published_view(const State& state, const TaskEntry& entry);

/// The whole of what clients see.
[[nodiscard]] TaskView view_of(const domain::Task& task, TaskStanding standing);

/// The status as the platform calls it, else in Danish.
[[nodiscard]] std::string status_label(const domain::Task& task);

} // namespace klik::engine
