#pragma once

#include "codec/rule_place.hpp"
#include "codec/toml_table_reader.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// `[reminders]`: a ladder that is given replaces the one in `rules`; a project has no run of its
/// own.
void read_reminders(const toml::table& table, const RulePlace& place, domain::RuleSet& rules,
                    TomlProblems& problems);

} // namespace klik::codec
