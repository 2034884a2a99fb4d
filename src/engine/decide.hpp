#pragma once

#include "engine/input.hpp"
#include "engine/state.hpp"

#include <vector>

namespace klik::engine {

inline constexpr std::string_view engine_version = "4";

/// What follows from the input by the rules in force. The first event is the input itself.
///
/// Each event is evolved into `state` before the next question is asked, so that a question sees
/// what was just answered; `state` comes out as `evolve` over the returned events alone would leave
/// it.
[[nodiscard]] std::vector<Event> decide(State& state, Input input);

} // namespace klik::engine
