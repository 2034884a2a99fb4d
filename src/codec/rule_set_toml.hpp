#pragma once

#include "domain/problem.hpp"
#include "domain/rule_set.hpp"

#include <string_view>
#include <vector>

namespace klik::codec {

/// The rules that hold where nothing else is said (src/codec/default_rules.toml), which explains
/// every key.
[[nodiscard]] std::string_view default_rules_toml();
[[nodiscard]] const domain::RuleSet& default_rules();

/// A rule set from TOML; a key that it leaves out is as in the default, a list that it gives
/// replaces the default's, and holidays are changed by name. All problems are found, each with
/// `file:line` as its path (the file alone where several lines clash), except behind a syntax
/// error, which ends the reading. `file_name` is only used in problems.
[[nodiscard]] std::expected<domain::RuleSet, std::vector<domain::Problem>>
parse_rule_set(std::string_view toml, std::string_view file_name);

} // namespace klik::codec
