#pragma once

#include "portfolio/bench.hpp"

#include <iosfwd>
#include <map>
#include <string>

namespace klik::portfolio {

/// Takes back what a run wrote to the tool, last first, where nobody has changed it since: items
/// that it made are deleted, fields and prerequisites are as before, and so is the base. Prints a
/// line about each write that it takes back or has to leave. What klikd was asked for stays, and
/// so does what was written to the items of `used_by_others` (with their municipalities). False
/// where the tool refused something. Errors mean that it came to no end; done again it goes on.
[[nodiscard]] Result<bool> undo(Bench& bench, std::int64_t run, std::ostream& out,
                                const std::map<std::string, std::string>& used_by_others = {});

} // namespace klik::portfolio
