#pragma once

#include "chat/channels/xmpp/stanza.hpp"

#include <klik/error.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace klik::chat::xmpp {

/// A room as seen from within: whether we are in it, under which nickname, and whose the other
/// nicknames are. It decides; what it wants to be sent is sent by others.
class Room {
  public:
    using Instant = std::chrono::steady_clock::time_point;

    Room(std::string jid, std::string nick);

    [[nodiscard]] bool is_in() const { return in_; }
    [[nodiscard]] const std::string& jid() const { return jid_; }
    [[nodiscard]] const std::string& nick() const { return nick_; }
    [[nodiscard]] bool has_its_nick() const { return nick_ == wanted_nick_; }
    /// Why we are not in it; none while that is not known yet.
    [[nodiscard]] const std::optional<Error>& trouble() const { return trouble_; }
    /// Whose a nickname is, as a bare JID; empty where the room does not say.
    [[nodiscard]] std::string person(const std::string& nick) const;

    /// Something came from it, so it is there.
    void shows_itself(Instant now) { shown_ = now; }
    /// The question to send where it is time to go in: whether there is such a room, since most
    /// servers make one where somebody goes into none. One that is silent for long is left first.
    [[nodiscard]] std::optional<std::string> look_when_due(Instant now);
    /// The answer to it; gives the stanza that goes in where the room may be there, which asks for
    /// what was said `since`.
    [[nodiscard]] std::optional<std::string>
    enter_where_it_is(const Stanza& answer, Instant now,
                      std::optional<std::chrono::sys_seconds> since = {});
    /// What a presence from this room means, or an error that answers ours; and what to send then.
    [[nodiscard]] std::optional<std::string> take(const Stanza& presence, Instant now);
    /// The connection is gone, or the room says that we are not in it.
    void lost();

  private:
    [[nodiscard]] std::optional<std::string> take_own(const Stanza& presence, Instant now);
    void take_other(const Stanza& presence, const std::string& nick);
    void refused(const Stanza& presence, Instant now);
    void left(Error why, Instant now);

    std::string jid_;
    std::string wanted_nick_;
    std::string nick_;
    std::map<std::string, std::string> persons_; ///< bare JID by nickname
    bool in_ = false;
    bool made_ = false; ///< because we came, there was none; it is ours as long as nobody is there
    int other_nicks_ = 0;
    int failures_ = 0;
    std::optional<Error> trouble_;
    Instant due_{};
    Instant entered_{};
    Instant shown_{};
    std::optional<Instant> asked_; ///< whether it is there, or to be let in
    bool looks_ = false;           ///< the first of these
};

} // namespace klik::chat::xmpp
