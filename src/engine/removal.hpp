#pragma once

#include "engine/decision.hpp"

namespace klik::engine {

/// Takes the task out of the state with all that follows from it, unless it is unknown or has a
/// later fact.
void remove_task(Decision& decision, const RemoveTask& removal);

} // namespace klik::engine
