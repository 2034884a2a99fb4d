#pragma once

#include "support/world.hpp"

namespace klik::test {

/// A year with sixty tasks, facts, removals, requests and other rules in the middle of it, the same
/// each time.
[[nodiscard]] World busy_year();

} // namespace klik::test
