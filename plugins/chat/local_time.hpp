#pragma once

#include "common/clock.hpp"
#include "common/task.hpp"

#include <chrono>

namespace klik::chat {

/// What the clock on the wall shows in Denmark.
struct LocalTime {
    common::Date date;
    std::chrono::minutes after_midnight{};
};

/// Throws `std::runtime_error` where the system has no time-zone data (tzdata).
[[nodiscard]] LocalTime in_denmark(common::Time time);

} // namespace klik::chat
