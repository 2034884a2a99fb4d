#pragma once

#include "codec/rule_place.hpp"
#include "codec/toml_table_reader.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// `[colour]`: a list of overrides that is given replaces the one in `rules`.
void read_colour(const toml::table& table, const RulePlace& place, domain::RuleSet& rules,
                 TomlProblems& problems);

/// How `red` is written where it begins on the day after the due date.
inline constexpr std::string_view red_after_due = "after";

} // namespace klik::codec
