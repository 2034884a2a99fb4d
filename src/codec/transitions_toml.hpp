#pragma once

#include "codec/toml_table_reader.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// `[transitions]`: a list that is given replaces the one in `rules`. It may hold what the table of
/// docs/rules.md 3 has, and no more.
void read_transitions(const toml::table& table, domain::RuleSet& rules, TomlProblems& problems);

} // namespace klik::codec
