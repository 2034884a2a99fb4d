#pragma once

#include "codec/key_path.hpp"
#include "domain/problem.hpp"
#include "domain/rule_set.hpp"

#include <string_view>
#include <vector>

namespace klik::codec {

/// The rules that hold where nothing else is said (src/codec/default_rules.toml), which explains
/// every key.
[[nodiscard]] std::string_view default_rules_toml();
[[nodiscard]] const domain::RuleSet& default_rules();

struct LocatedRuleSet {
    domain::RuleSet rules;
    KeyLines lines; ///< where the file says what it says
};

/// A rule set from TOML; a key that it leaves out is as in the default, a list that it gives
/// replaces the default's, and holidays are changed by name; what a project says is laid over that.
/// All mistakes are found, and where there are none all findings of codec/rule_set_check; each has
/// `file:line` as its path, or the file alone where the file itself does not say what clashes. A
/// syntax error ends the reading. `file_name` is only used in problems.
[[nodiscard]] std::expected<LocatedRuleSet, std::vector<domain::Problem>>
locate_rule_set(std::string_view toml, std::string_view file_name);
[[nodiscard]] std::expected<domain::RuleSet, std::vector<domain::Problem>>
parse_rule_set(std::string_view toml, std::string_view file_name);

} // namespace klik::codec
