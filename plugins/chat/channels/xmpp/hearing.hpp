#pragma once

#include "chat/channel.hpp"
#include "chat/channels/xmpp/room.hpp"
#include "chat/channels/xmpp/stanza.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace klik::chat::xmpp {

/// What a message says to us, or nothing: history, a subject, a correction of something said
/// before, what we or another klik-chat said.
/// `room` is the one that it comes from, `room_name` what the settings call it; none where it comes
/// from somebody directly. The sender is a bare JID that the server or the room vouches for.
/// `moment` is no other message's: what has no id that lasts is heard each time that it is said.
[[nodiscard]] std::optional<Said> said_in(const Stanza& message, const Room* room,
                                          const std::string& room_name, const std::string& own_jid,
                                          std::string_view moment);

/// What a message of the room's history says, unless we or another klik-chat said it.
[[nodiscard]] std::optional<Missed::Words> missed_in(const Stanza& message, const Room& room);

/// Where the answer to what was said to us alone goes, out of `Said::id`.
[[nodiscard]] std::string address_in(const std::string& said_id);
/// Likewise who said it, where the address is but a nickname in a room; empty where that is not
/// known.
[[nodiscard]] std::string person_in(const std::string& said_id);

} // namespace klik::chat::xmpp
