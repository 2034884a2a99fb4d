#pragma once

#include "domain/problem.hpp"

#include <string>
#include <string_view>

namespace klik::codec {

/// The bytes and a mark of theirs behind them, by which it shows whether one of them has changed
/// since. A disk may give back other bytes than it was given; against an intruder it is of no help.
[[nodiscard]] std::string sealed(std::string bytes);
/// The bytes without their mark; they lie in `sealed`. `damaged` where the mark is not theirs.
[[nodiscard]] domain::Result<std::string_view> unsealed(std::string_view sealed);

} // namespace klik::codec
