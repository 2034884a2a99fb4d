#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "engine/input.hpp"

#include <string_view>

namespace klik::codec {

// What the records of all facts have in common: keys of a record's map.

void write_fact(MapWriter& map, const engine::FactIdentity& fact, std::string_view via);
/// All but `via`.
[[nodiscard]] engine::FactIdentity read_fact(MapReader& map);

/// Most facts have none, and older records lack the key.
void write_unknown_if_any(MapWriter& map, std::string_view key, const engine::UnknownKeys& unknown);
[[nodiscard]] engine::UnknownKeys read_unknown_if_any(MapReader& map, std::string_view key);

} // namespace klik::codec
