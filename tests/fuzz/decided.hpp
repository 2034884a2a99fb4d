#pragma once

#include "engine/input.hpp"
#include "engine/state.hpp"

namespace klik::fuzz {

/// Of a municipality in the middle of its work: tasks of each status, edges, roles, requests.
[[nodiscard]] const engine::State& state_at_work();

/// What the engine makes of an input has to reach the journal, a start and a client as it is: each
/// event follows the one before, comes back out of its record, and reads as an envelope by the SDK;
/// evolved alone the events give the state that was decided; its snapshot gives it back.
void decide_and_check(decltype(engine::Input::body) body);

} // namespace klik::fuzz
