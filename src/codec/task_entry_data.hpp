#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "engine/state.hpp"

#include <string_view>

namespace klik::codec {

/// Milliseconds since 1970 in UTC, for what is stored and not read by people.
void write_instant(MapWriter& map, std::string_view key, domain::UtcTime time);
[[nodiscard]] domain::UtcTime read_instant(const Value& value);

/// The entries of one task in a stored state; `internal_notes` is among its fields.
void write_task_entry(MapWriter& map, const domain::MunicipalityCode& municipality,
                      const engine::TaskEntry& entry);
[[nodiscard]] engine::TaskEntry read_task_entry(const Value& value);

} // namespace klik::codec
