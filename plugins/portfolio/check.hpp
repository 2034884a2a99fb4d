#pragma once

#include "portfolio/commands.hpp"

namespace klik::portfolio {

/// The mapping does not fit the live tool or KLIK.
inline constexpr int something_is_missing = 1;

/// Names what the mapping names and the tool or KLIK does not have, and what stands elsewhere than
/// it says. Gives the program's exit code.
[[nodiscard]] int check(const Errand& errand);

} // namespace klik::portfolio
