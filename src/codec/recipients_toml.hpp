#pragma once

#include "codec/rule_place.hpp"
#include "codec/toml_table_reader.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// `[recipients]`: a list that is given replaces the one in `rules`.
void read_recipients(const toml::table& table, const RulePlace& place, domain::RuleSet& rules,
                     TomlProblems& problems);

/// Whether a rule set chooses who is told of that kind: a request's notices go to whoever asked,
/// and what is taken back to whoever was told.
[[nodiscard]] bool recipients_are_chosen(domain::NotificationKind kind);

} // namespace klik::codec
