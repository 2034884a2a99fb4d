#pragma once

#include "codec/rule_finding.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// Reminders that never come before their successor, because they are out of order or days off move
/// both to the same day; reminders that always fall together with a later one; and an escalation
/// that lies beyond all due dates.
[[nodiscard]] RuleFindings ladder_findings(const domain::RuleSet& rules);

} // namespace klik::codec
