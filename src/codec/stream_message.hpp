#pragma once

#include "codec/server_message.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace klik::codec {

// klikd as a client of a platform's durable stream, docs/protocol.md 3: the few verbs that it
// needs.

/// A message to a platform: the verb and its map.
using StreamRequest = ServerMessage;

[[nodiscard]] StreamRequest open_stream(std::string_view name, domain::Sequence from,
                                        std::uint64_t credit, std::uint64_t ref);
[[nodiscard]] StreamRequest acknowledge_stream(std::string_view epoch, domain::Sequence sequence,
                                               std::uint64_t credit);
[[nodiscard]] StreamRequest ping_stream();

struct StreamOpened {
    std::string epoch;
    domain::Sequence head;
    std::uint64_t ref{};
};
struct StreamBeat {
    std::string epoch;
    domain::Sequence head;
    domain::Sequence sent;
};
struct StreamGone {
    domain::Sequence first; ///< the oldest that is kept
};
struct StreamRefused {
    domain::Problem problem; ///< in the platform's words, made fit for a log line
};
/// An answer that needs no action.
struct StreamAside {};

using StreamAnswer = std::variant<StreamOpened, StreamBeat, StreamGone, StreamRefused, StreamAside>;

/// Both passes over an answer; keys that are not known are passed over.
[[nodiscard]] domain::Result<StreamAnswer> decode_stream_answer(std::string_view verb,
                                                                std::string_view payload);

} // namespace klik::codec
