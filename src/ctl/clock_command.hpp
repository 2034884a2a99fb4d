#pragma once

#include "ctl/invocation.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace klik::ctl {

struct ClockReading {
    std::string now; ///< RFC 3339
    bool is_virtual = false;
    std::string journal; ///< the journal's time where it is ahead of the clock, else empty
};
/// From the text of the row `clock` of `query health`: `virtual 2024-02-01T07:00:00Z`, or
/// `2024-02-01T07:00:00Z, before the journal's 2024-02-02T07:00:00Z: ...`.
[[nodiscard]] std::optional<ClockReading> clock_from_health(std::string_view text);

/// `klikctl clock`
void add_clock_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
