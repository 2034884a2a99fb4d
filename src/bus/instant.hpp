#pragma once

#include <chrono>

namespace klik::bus {

/// Real time, also where the daemon's clock is virtual.
using Instant = std::chrono::steady_clock::time_point;

} // namespace klik::bus
