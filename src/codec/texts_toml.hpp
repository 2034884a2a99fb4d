#pragma once

#include "codec/toml_table_reader.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// `[texts.KIND]`: sentences in place of the program's own, in both languages.
void read_texts(const toml::table& table, domain::RuleSet& rules, TomlProblems& problems);

} // namespace klik::codec
