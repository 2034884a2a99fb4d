#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "engine/source_count.hpp"

#include <string>
#include <utility>

namespace klik::codec {

/// The entries of one source in a stored state.
void write_source(MapWriter& map, const std::string& name, const engine::Source& source);
[[nodiscard]] std::pair<std::string, engine::Source> read_source(const Value& value);

} // namespace klik::codec
