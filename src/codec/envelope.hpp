#pragma once

#include "codec/record.hpp"
#include "engine/state.hpp"

#include <string>
#include <string_view>

namespace klik::codec {

/// `<epoch>.<sequence>`
[[nodiscard]] std::string event_id(std::string_view epoch, domain::Sequence sequence);

/// A character that the parts of a topic have as it is; others are escaped, as `%20`.
[[nodiscard]] bool stands_in_topics(char c);

/// `klik/v1/<municipality>/<kind>/<subject>`, docs/protocol.md 2.
[[nodiscard]] std::string topic_of(const domain::MunicipalityCode& municipality,
                                   const Record& record);
[[nodiscard]] std::string beat_topic(const domain::MunicipalityCode& municipality);

/// The second frame: CloudEvents 1.0 in structured mode as one msgpack map. `data` is copied as it
/// stands.
[[nodiscard]] std::string encode_envelope(const domain::MunicipalityCode& municipality,
                                          std::string_view epoch, const Record& record);

/// `{epoch, head, heads: {kind: sequence}}`
[[nodiscard]] std::string encode_beat(const engine::State& state, std::string_view epoch);

} // namespace klik::codec
