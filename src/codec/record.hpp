#pragma once

#include "domain/problem.hpp"
#include "engine/event.hpp"

#include <optional>
#include <string>

namespace klik::codec {

/// An event as bytes: a row of the journal, and all that its envelope on the wire is made of.
struct Record {
    domain::Sequence sequence;
    domain::Sequence previous; ///< of the same kind
    domain::Sequence cause;
    domain::Moment at;
    engine::EventKind kind{};
    std::string type; ///< `dk.klik.task.state.v1`; internal records have names of their own
    std::string subject;
    /// The task that it is about, if any: a history is found by it.
    std::optional<domain::TaskNumber> task = std::nullopt;
    std::string data; ///< a msgpack map; for a published kind exactly the envelope's `data`
    friend bool operator==(const Record&, const Record&) = default;
};

[[nodiscard]] Record encode_record(const domain::MunicipalityCode& municipality,
                                   const engine::Event& event);
/// The inverse. A record that cannot be read is damage: `code` is `damaged`.
[[nodiscard]] domain::Result<engine::Event> decode_record(const Record& record);

} // namespace klik::codec
