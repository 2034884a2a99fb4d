#pragma once

#include "portfolio/bench.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace klik::portfolio {

/// The tasks whose open items keep `item` from `status`, in a tool that closes nothing that waits
/// for an open item. Empty where that is not what keeps it. `item` is from `Tool::read`.
[[nodiscard]] Result<std::set<std::int64_t>>
held_open_by(Bench& bench, const Offer& offer, const Item& item, const std::string& status);
/// The open parts of `item` that keep it from `status`, each in words, likewise.
[[nodiscard]] std::vector<std::string> open_parts_of(const Offer& offer, const Item& item,
                                                     const std::string& status);
/// Others that are no tasks' and keep `item` from `status`, likewise.
[[nodiscard]] std::vector<std::string> open_blockers_of(const Offer& offer, const Item& item,
                                                        const std::string& status);
/// `#1, #4`
[[nodiscard]] std::string in_a_list(const std::set<std::int64_t>& numbers);

} // namespace klik::portfolio
