#pragma once

#include "domain/prerequisites.hpp"
#include "engine/state.hpp"

namespace klik::engine {

/// How the rules of `domain` reach the state's tasks. The state outlives the lookup.
[[nodiscard]] domain::TaskLookup lookup_in(const State& state);

/// The task as clients are to see it on this date.
[[nodiscard]] TaskView view_of(const State& state, const domain::Task& task, domain::Date today);

} // namespace klik::engine
