#pragma once

#include "codec/key_path.hpp"
#include "domain/rule_set.hpp"

#include <string>
#include <vector>

namespace klik::codec {

/// A key of a rule set with its value as TOML.
struct RuleEntry {
    KeyPath path; ///< as in `KeyLines`
    std::string value;
};

/// A table of a rule set, in the order of the default rules.
struct RuleTable {
    std::string
        header; ///< `[colour]` or `[[colour.override]]`; empty for the keys before all tables
    std::vector<RuleEntry> entries;
};

/// The whole rule set, every value spelled out, holidays of the default that it lacks as removed,
/// and projects with what differs from the municipality. Read again over the default it is the same
/// rule set.
[[nodiscard]] std::vector<RuleTable> rule_tables(const domain::RuleSet& rules);

/// A key as TOML writes it: in quotes where it must be.
[[nodiscard]] std::string toml_key(const KeyPath& path);

} // namespace klik::codec
