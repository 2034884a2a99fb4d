#pragma once

#include "codec/toml_table_reader.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// `[recipients]`: a list that is given replaces the one in `rules`.
void read_recipients(const toml::table& table, domain::RuleSet& rules, TomlProblems& problems);

} // namespace klik::codec
