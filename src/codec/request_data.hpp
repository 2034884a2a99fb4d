#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "engine/event.hpp"

#include <string_view>
#include <vector>

namespace klik::codec {

/// The entries of a request as it is stored and published; `via` is the name of the key that it
/// came through.
void write_request(MapWriter& map, const engine::RequestChange& request, std::string_view via);
/// The inverse, but for `via`.
[[nodiscard]] engine::RequestChange read_request(MapReader& map);

/// `[{rule, text, blocked_by}]`
void write_violations(MapWriter& map, std::string_view key,
                      const std::vector<engine::Violation>& violations);
[[nodiscard]] std::vector<engine::Violation> read_violations(const Value& value);

/// The entries of a `dk.klik.request.outcome.v1` event's data.
void write_conclusion(MapWriter& map, const engine::RequestConcluded& conclusion);
[[nodiscard]] engine::RequestConcluded read_conclusion(MapReader& map);

} // namespace klik::codec
