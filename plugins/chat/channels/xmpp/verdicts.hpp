#pragma once

#include "chat/channels/xmpp/stanza.hpp"

#include <klik/error.hpp>

#include <string>
#include <string_view>

namespace klik::chat::xmpp {

/// What a refused message is to whoever posted it.
[[nodiscard]] Error why_refused(const Stanza& refusal);
/// Likewise where it went to a room: what is wrong with its server is not that one message's fault.
[[nodiscard]] Error why_refused_by_a_room(const Stanza& refusal);

/// Of an answer to a ping to our own nickname (XEP-0410): nobody of that name is in the room, or
/// there is no such room.
[[nodiscard]] bool says_that_we_are_out(const Stanza& error);

/// Whether it is a room that says this of itself, and not a server before it.
[[nodiscard]] bool comes_from_the_room(const Stanza& stanza);

/// Whether an error from there may say that a message did not arrive: whom it went to says so, or a
/// server on the way.
[[nodiscard]] bool may_refuse_for(const std::string& to, const std::string& from,
                                  std::string_view own_server);

} // namespace klik::chat::xmpp
