#pragma once

#include "domain/prerequisites.hpp"
#include "engine/state.hpp"

namespace klik::engine {

/// How the rules of `domain` reach the state's tasks. The state outlives the lookup.
[[nodiscard]] domain::TaskLookup lookup_in(const State& state);

/// The task as clients are to see it on this date, but for its latest safe finish, which depends on
/// tasks beyond its neighbours (engine/knock_on.hpp).
[[nodiscard]] TaskView view_of(const State& state, const domain::Task& task, domain::Date today);

/// The status as the platform calls it, else in Danish.
[[nodiscard]] std::string status_label(const domain::Task& task);

} // namespace klik::engine
