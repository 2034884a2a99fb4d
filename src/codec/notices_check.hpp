#pragma once

#include "codec/rule_finding.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// Times of the day between which nothing can be told.
[[nodiscard]] RuleFindings notice_findings(const domain::RuleSet& rules);

} // namespace klik::codec
