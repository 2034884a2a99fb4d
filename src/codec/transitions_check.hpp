#pragma once

#include "codec/rule_finding.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// Statuses that no chain of requests reaches from `not_started`, and open ones that none leads
/// from to a closed one.
[[nodiscard]] RuleFindings transition_findings(const domain::RuleSet& rules);

} // namespace klik::codec
