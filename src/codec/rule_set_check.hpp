#pragma once

#include "codec/rule_finding.hpp"
#include "domain/rule_set.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>

namespace klik::codec {

/// Names of tables, such as `colour`, of which something could not be read.
using UnreadTables = std::set<std::string, std::less<>>;

/// Where a file's rules may not be what their author meant.
struct Unread {
    UnreadTables of_municipality;
    std::map<std::string, UnreadTables> of_projects;
};

/// What can be proved to be wrong with a rule set, docs/rules.md 8: for the municipality, and for
/// each project as far as it differs. Empty for a rule set that may be loaded. A project's keys
/// stand behind `project` and its name.
[[nodiscard]] RuleFindings rule_findings(const domain::RuleSet& rules, const Unread& unread);

} // namespace klik::codec
