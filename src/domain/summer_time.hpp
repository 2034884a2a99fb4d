#pragma once

#include "domain/civil_time.hpp"

namespace klik::domain {

/// The date in Copenhagen by the rule of summer time that has held since 1996: of a time that came
/// without its civil time, and for what a day more or less decides little if the law changes.
[[nodiscard]] Date date_in_copenhagen(UtcTime time);

/// The table of a time zone's changes ends in 2037, and what reads it may not know the rule that
/// holds for ever after. Days from a year that is in the table to the date's own, which has the
/// same calendar, so that summer time begins and ends on the same dates. Zero up to 2037.
[[nodiscard]] std::chrono::days days_beyond_zone_table(Date date);

} // namespace klik::domain
