#pragma once

#include "ctl/invocation.hpp"
#include "ctl/people.hpp"
#include "klik/value.hpp"

#include <string>
#include <vector>

namespace klik::ctl {

/// What became of an item, from its row of `query deliveries` and those of the items around it:
/// `sent`, `deferred`, `bounced`, `failed`, `withdrawn` (sent, and taken back by a later one) or
/// `not_reported`.
[[nodiscard]] std::vector<Value> with_states(std::vector<Value> rows);

/// A table, the latest last.
[[nodiscard]] std::string deliveries_text(const std::vector<Value>& rows, const People& people,
                                          const Console& console);

void add_deliveries_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
