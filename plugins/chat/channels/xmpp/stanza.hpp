#pragma once

#include <string>
#include <utility>
#include <vector>

// libstrophe's, which stays out of headers.
struct _xmpp_stanza_t; // NOLINT(bugprone-reserved-identifier)

namespace klik::chat::xmpp {

/// Of what the server sends, what is of use here. All of it can be anybody's invention but `from`,
/// and what a room says in its own name.
struct Stanza {
    std::string name; ///< `message`, `presence`, `iq`
    std::string type{};
    std::string id{};
    std::string from{};

    std::string body{};    ///< without what it quotes, where it says which part that is (XEP-0461)
    bool subject = false;  ///< of the room, and nothing else: the last of its history
    bool delayed = false;  ///< kept somewhere before it came: history
    bool of_klik = false;  ///< another klik-chat said it
    bool corrects = false; ///< XEP-0308: something that was said before
    std::string origin_id{}; ///< XEP-0359: what its sender calls it
    /// Likewise: who gave the id, and the id.
    std::vector<std::pair<std::string, std::string>> stanza_ids{};

    /// How many elements speak of the room's people; one is the room's own, more are a forgery.
    int muc_users = 0;
    std::string muc_jid{}; ///< whose the nickname is, where the room says so
    std::string muc_affiliation{};
    std::string muc_nick{}; ///< the next nickname, where it changes
    std::vector<std::string> muc_statuses{};
    bool room_destroyed = false;
    std::string moved_to{}; ///< where a room that is gone sends people

    bool is_ping = false;
    std::string error_condition{};
    std::string error_type{}; ///< `cancel`, `wait`, `auth`, `modify`

    [[nodiscard]] bool has_status(const std::string& code) const;
};

[[nodiscard]] Stanza stanza_of(_xmpp_stanza_t* stanza);

} // namespace klik::chat::xmpp
