#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"

#include <string_view>

namespace klik::codec {

// Times as they are stored and not read by people: milliseconds since 1970-01-01 00:00.

void write_instant(MapWriter& map, std::string_view key, domain::UtcTime time);
[[nodiscard]] domain::UtcTime read_instant(const Value& value);

/// UTC with the local time that held then.
void write_moment(MapWriter& map, std::string_view key, const domain::Moment& moment);
[[nodiscard]] domain::Moment read_moment(const Value& value);

} // namespace klik::codec
