#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "engine/state.hpp"

namespace klik::codec {

/// The entries of one task in a stored state; `internal_notes` is among its fields.
void write_task_entry(MapWriter& map, const engine::TaskEntry& entry);
[[nodiscard]] engine::TaskEntry read_task_entry(const Value& value);

void write_task(MapWriter& map, const domain::Task& task);
[[nodiscard]] domain::Task read_task(const Value& value);

/// Left out where there are none.
void write_local_edges(MapWriter& map, const domain::FlatSet<domain::TaskNumber>& prerequisites);
[[nodiscard]] domain::FlatSet<domain::TaskNumber> read_local_edges(MapReader& map);

} // namespace klik::codec
