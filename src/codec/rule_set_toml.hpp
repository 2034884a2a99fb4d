#pragma once

#include "domain/problem.hpp"
#include "domain/rule_set.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

/// The rules that hold where nothing else is said (src/codec/default_rules.toml).
[[nodiscard]] std::string_view default_rules_toml();
[[nodiscard]] const domain::RuleSet& default_rules();

/// A rule set from TOML; what it leaves out is as in the default. All problems are found, each with
/// `file:line` as its path. `file_name` is only used in problems.
[[nodiscard]] std::expected<domain::RuleSet, std::vector<domain::Problem>>
parse_rule_set(std::string_view toml, std::string_view file_name);

} // namespace klik::codec
