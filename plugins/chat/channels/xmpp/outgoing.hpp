#pragma once

#include "chat/channel.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace klik::chat::xmpp {

/// Marks what a klik-chat says, so that no other one takes it for a command.
constexpr std::string_view own_namespace = "urn:klik:chat:1";

/// Servers take more, and people read less.
constexpr std::size_t longest_body_bytes = 8000;

/// A message as plain text; what stands in it is harmless. A line's own task has its address behind
/// the words, once in a message; tasks that are named on the way have none.
[[nodiscard]] std::string body_of(const Message& message);

/// Stanzas as XML. `to` and `room` are JIDs.
[[nodiscard]] std::string available();
/// The answer has this id, and is an error where there is no such room.
inline constexpr std::string_view look_id = "look";
[[nodiscard]] std::string look_at_room(std::string_view room);
/// With what was said there since then, where that is given.
[[nodiscard]] std::string enter_room(std::string_view room, std::string_view nick,
                                     std::optional<std::chrono::sys_seconds> since = {});
/// So that it is gone once nobody is in it; only its owner may. A room that is destroyed instead
/// cannot be made again on some servers for a month (Prosody's tombstones).
[[nodiscard]] std::string make_temporary(std::string_view room);
[[nodiscard]] std::string leave_room(std::string_view room, std::string_view nick);
/// `type` is `groupchat` or `chat`.
[[nodiscard]] std::string message_to(std::string_view to, std::string_view type, const Post& post);
[[nodiscard]] std::string ping(std::string_view to, std::string_view id);
/// The answer to a question of somebody else: yes to a ping, no to all else.
[[nodiscard]] std::string answer_to_iq(std::string_view to, std::string_view id, bool is_ping);

} // namespace klik::chat::xmpp
