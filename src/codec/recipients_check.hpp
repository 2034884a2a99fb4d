#pragma once

#include "codec/rule_finding.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// Kinds that nobody is told of, roles that are never asked, and names that are most likely a
/// misspelt role.
[[nodiscard]] RuleFindings recipient_findings(const domain::RuleSet& rules);

} // namespace klik::codec
