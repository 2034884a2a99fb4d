#pragma once

#include "codec/rule_finding.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// What can be proved to be wrong with a rule set, docs/rules.md 8: for the municipality, and for
/// each project as far as it differs. Empty for a rule set that may be loaded. A project's keys
/// stand behind `project` and its name.
[[nodiscard]] RuleFindings rule_findings(const domain::RuleSet& rules);

} // namespace klik::codec
