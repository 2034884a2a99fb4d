#pragma once

#include "domain/civil_time.hpp"

namespace klik::domain {

/// The table of a time zone's changes ends in 2037, and what reads it may not know the rule that
/// holds for ever after. Days from a year that is in the table to the date's own, which has the
/// same calendar, so that summer time begins and ends on the same dates. Zero up to 2037.
[[nodiscard]] std::chrono::days days_beyond_zone_table(Date date);

} // namespace klik::domain
