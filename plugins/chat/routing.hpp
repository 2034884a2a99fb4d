#pragma once

#include "chat/change.hpp"
#include "chat/room.hpp"

#include <optional>
#include <string_view>

namespace klik::chat {

/// Whether the room is for this task: by its project and phase.
[[nodiscard]] bool is_about(const Room& room, const Seen& task);

/// Whether the change goes into the room. `municipality` is where it happened.
[[nodiscard]] bool goes_into(const Room& room, const Change& change, std::string_view municipality);

/// Whether a change undoes another that a room was told: a task is no longer blocked, a status is
/// back. Gives the kind of the other; its `from` and `to` are this one's `to` and `from`.
[[nodiscard]] std::optional<Kind> undone_by(Kind kind);

} // namespace klik::chat
