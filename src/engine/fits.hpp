#pragma once

#include "engine/state.hpp"

namespace klik::engine {

/// Whether the event can follow on the state: whatever it goes on from is there. What `decide` gave
/// always fits; a record that a disk has changed may not, and is not to be evolved.
[[nodiscard]] bool fits(const State& state, const Event& event);

} // namespace klik::engine
