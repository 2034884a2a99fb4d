#pragma once

#include "chat/channels/xmpp/outgoing.hpp"
#include "chat/channels/xmpp/stanza.hpp"

#include <string>
#include <utility>
#include <vector>

namespace klik::chat::xmpp {

inline constexpr auto room_jid = "opgaver@rooms.example";

inline Stanza presence(const std::string& nick, const std::string& jid = "",
                       std::vector<std::string> statuses = {}) {
    return {.name = "presence",
            .from = std::string{room_jid} + "/" + nick,
            .muc_users = 1,
            .muc_jid = jid,
            .muc_statuses = std::move(statuses)};
}

inline Stanza message(const std::string& nick, const std::string& body,
                      const std::string& id = "m1") {
    return {.name = "message",
            .type = "groupchat",
            .id = id,
            .from = std::string{room_jid} + "/" + nick,
            .body = body};
}

/// The room's answer to whether it is there.
inline Stanza looked(const std::string& error = "") {
    Stanza answer{.name = "iq",
                  .type = error.empty() ? "result" : "error",
                  .id = std::string{look_id},
                  .from = room_jid};
    answer.error_condition = error;
    return answer;
}

} // namespace klik::chat::xmpp
