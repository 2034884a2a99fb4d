#pragma once

#include "engine/state.hpp"

namespace klik::engine {

/// Takes one record into the state. Decides nothing: a journal of an older engine or other rules
/// gives the state that was in force then. The event's sequence is the state's head plus one.
void evolve(State& state, const Event& event);

} // namespace klik::engine
