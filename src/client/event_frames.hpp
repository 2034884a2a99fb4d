#pragma once

#include "klik/error.hpp"
#include "klik/event.hpp"

#include <map>
#include <string>
#include <string_view>

namespace klik::client {

/// An event from its topic and envelope; `unreadable` for what docs/protocol.md 2 does not know.
[[nodiscard]] Result<Event> event_from(std::string_view topic, std::string_view envelope);

/// A server of which so many beats are missing is taken to be away.
inline constexpr int silent_beats = 3;

/// What klikd says each second on its live socket.
struct Beat {
    std::string epoch;
    Sequence head = 0;
    std::map<std::string, Sequence> heads; ///< by kind
};
[[nodiscard]] bool is_beat(std::string_view topic);
[[nodiscard]] Result<Beat> beat_from(std::string_view payload);

/// The sequence under the key, or `unreadable`.
[[nodiscard]] Result<Sequence> sequence_in(const Value& map, std::string_view key);

} // namespace klik::client
