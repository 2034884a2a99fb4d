#pragma once

#include "ctl/invocation.hpp"
#include "ctl/people.hpp"

namespace CLI {
class App;
}

namespace klik::ctl {

/// `why NOTIFICATION` and `why-not NUMBER PERSON`.
void add_why_commands(CLI::App& program, Invocation& invocation);

/// Why each item was told: the rows of `query why`.
[[nodiscard]] std::string why_text(const std::vector<Value>& rows, const People& people,
                                   const Console& console);
/// The row of `query why_not`.
[[nodiscard]] std::string why_not_text(const Value& row, const People& people,
                                       const Console& console);

} // namespace klik::ctl
