#pragma once

#include "chat/channels.hpp"
#include "chat/channels/xmpp/catch_up.hpp"
#include "chat/channels/xmpp/connection.hpp"
#include "chat/channels/xmpp/flights.hpp"
#include "chat/channels/xmpp/room.hpp"
#include "chat/seldom.hpp"
#include "common/log.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace klik::chat::xmpp {

[[nodiscard]] ChannelMaker read_channel(common::Section& section, const std::string& name,
                                        const std::vector<std::string>& rooms);

/// Rooms of one XMPP server. A room shows everybody what is said in it, the speaker too, and that
/// is the receipt.
class XmppChannel : public Channel {
  public:
    XmppChannel(const XmppSettings& settings, std::string name, std::unique_ptr<Wire> wire);

    [[nodiscard]] const Abilities& abilities() const override { return abilities_; }
    [[nodiscard]] bool ready(const std::string& room) const override;
    [[nodiscard]] std::optional<std::chrono::sys_seconds>
    heard_until(const std::string& room) const override;
    void was_heard(const std::string& room, std::chrono::sys_seconds until) override;
    void was_refused(const std::string& room) override;
    void post(const Post& post) override;
    [[nodiscard]] std::vector<Happening> work(std::chrono::milliseconds patience) override;

  private:
    using Instant = std::chrono::steady_clock::time_point;
    struct Place {
        Room room;
        common::Trouble trouble;
        bool hides_people = false; ///< said in the log
        Seldom forgeries;
        Instant free_again{}; ///< it asked to be left in peace until then
        CatchUp history{};
        std::string nick{}; ///< by which it knew us last
        int refused = 0;    ///< posts, one after the other
    };
    using NamedPlace = std::pair<const std::string, Place>;

    void take(const Connected& event, Instant now);
    void take(const Broken& event, Instant now);
    void take(const Stanza& stanza, Instant now);
    void take_presence(const Stanza& presence, Instant now);
    void take_message(const Stanza& message, Instant now);
    void take_refusal(const Stanza& message, Instant now);
    void take_receipt(const Stanza& message, const std::string& name, Place& place);
    void note_that_it_is_heard(const Stanza& stanza, Instant now);
    void take_iq(const Stanza& iq, Instant now);
    void look_at_rooms(Instant now);
    /// False where the server is silent for too long, and is given up.
    [[nodiscard]] bool keep_alive(Instant now);
    void post_alone(const Post& post, Instant now);
    [[nodiscard]] Result<std::string> address_for(const std::string& said_id) const;
    void not_posted(const Post& post, Error why);
    /// What was on its way there is not known to have arrived.
    void is_out_of(const std::string& name, const Error& why);
    /// Says in the log how the room is.
    void tell(const std::string& name, Place& place);
    void tell_of_the_nick(const std::string& name, Place& place) const;
    /// The room of an address, with its name.
    [[nodiscard]] const NamedPlace* place_at(std::string_view jid) const;
    /// The room that a stanza comes from.
    [[nodiscard]] NamedPlace* place_of(const Stanza& stanza);

    std::string jid_;
    std::string name_;
    std::unique_ptr<Wire> wire_;
    Abilities abilities_;
    std::map<std::string, Place> places_; ///< by the name in the settings
    Flights flights_;
    std::vector<Happening> happenings_;
    common::Trouble trouble_{"H310", "H311"};
    std::minstd_rand random_{std::random_device{}()};
    bool connected_ = false;
    bool connecting_ = false;
    int failures_ = 0;
    std::uint64_t count_heard_ = 0;
    Instant next_try_{};
    Instant heard_{};
    Instant pinged_{};
};

} // namespace klik::chat::xmpp
