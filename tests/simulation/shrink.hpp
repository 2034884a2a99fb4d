#pragma once

#include "simulation/run.hpp"

namespace klik::simulation {

/// A plan that breaks the same rule with fewer steps, then with fewer tasks: none of its steps can
/// be left out. `plan` breaks one.
[[nodiscard]] Plan shrunk(Plan plan);

} // namespace klik::simulation
