#pragma once

#include "codec/rule_finding.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// Thresholds out of order, thresholds that show no colour, and thresholds that no task can reach.
/// A colour never gets better with time whatever the thresholds are (`domain::colour_dates`); in
/// order means that no due date has a red that begins before its yellow.
[[nodiscard]] RuleFindings colour_findings(const domain::RuleSet& rules);

/// Thresholds that a project's own ones keep from ever being used, or the other way round.
[[nodiscard]] RuleFindings project_colour_findings(const domain::RuleSet& rules);

} // namespace klik::codec
