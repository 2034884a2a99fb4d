#pragma once

#include "domain/rule_set.hpp"
#include "domain/status.hpp"

namespace klik::domain {

/// The one table of docs/rules.md 3. Staying where one is needs no transition and is allowed; from
/// and to an unknown status everything is, because nothing is known that forbids it.
[[nodiscard]] bool transition_allowed(Status from, Status to);

/// Whether a request may ask for the change: what the table and the rule set allow. Facts are held
/// against the table alone.
[[nodiscard]] bool transition_allowed(Status from, Status to, const RuleSet& rules);

} // namespace klik::domain
