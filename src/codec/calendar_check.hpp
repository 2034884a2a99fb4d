#pragma once

#include "codec/rule_finding.hpp"
#include "domain/working_calendar.hpp"

namespace klik::codec {

/// Months in which nobody works, and days worked that are days off as well.
[[nodiscard]] RuleFindings calendar_findings(const domain::WorkingCalendar& calendar);

} // namespace klik::codec
