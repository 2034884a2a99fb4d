#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "domain/rule_set.hpp"

namespace klik::codec {

/// A rule set as the journal keeps it: every value spelled out, so that neither later defaults nor
/// another reading of the TOML changes what was in force.
void write_rule_set(MapWriter& map, const domain::RuleSet& rules);
[[nodiscard]] domain::RuleSet read_rule_set(const Value& value);

} // namespace klik::codec
