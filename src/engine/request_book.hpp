#pragma once

#include "engine/state.hpp"

namespace klik::engine {

// The part of `evolve` that keeps a municipality's requests.

void note_asked(State& state, const Event& event, const ChangeAsked& asked);
void note_concluded(State& state, const Event& event, const RequestConcluded& concluded);

} // namespace klik::engine
