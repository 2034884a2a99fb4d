#include "chat/channels/xmpp/jid.hpp"
#include "chat/channels/xmpp/verdicts.hpp"
#include "chat/channels/xmpp/xmpp_channel.hpp"
#include "chat/harmless_text.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

namespace klik::chat::xmpp {

void XmppChannel::take_presence(const Stanza& presence, Instant now) {
    auto* found = place_of(presence);
    if (found == nullptr) {
        return;
    }
    auto& [name, place] = *found;
    if (const auto count = presence.muc_users > 1 ? place.forgeries.happens(now) : std::nullopt) {
        spdlog::warn("[H330] somebody in the room {} says to be two people at once, and is "
                     "taken for nobody{}",
                     name, *count > 1 ? fmt::format(" ({} times by now)", *count) : "");
    }
    const bool was_in = place.room.is_in();
    if (const auto reply = place.room.take(presence, now)) {
        wire_->send(*reply);
    }
    if (was_in && !place.room.is_in()) {
        is_out_of(name, *place.room.trouble());
    }
    tell(name, place);
    tell_of_the_nick(name, place);
}

void XmppChannel::is_out_of(const std::string& name, const Error& why) {
    std::ranges::move(flights_.lost(name, why), std::back_inserter(happenings_));
}

/// What a room sends shows that we are in it, and that nothing of what it sent before is lost. The
/// server's own words show no such thing: a room may have forgotten us without one.
void XmppChannel::note_that_it_is_heard(const Stanza& stanza, Instant now) {
    auto* found = place_of(stanza);
    if (found == nullptr || !found->second.room.is_in() || !comes_from_the_room(stanza)) {
        return;
    }
    found->second.room.shows_itself(now);
    if (stanza.type != "error") {
        found->second.history.hears(CatchUp::moment());
    }
}

void XmppChannel::look_at_rooms(Instant now) {
    for (auto& [name, place] : places_) {
        const bool was_in = place.room.is_in();
        const auto stanza = place.room.look_when_due(now);
        if (was_in && !place.room.is_in()) {
            is_out_of(name, *place.room.trouble());
        }
        if (stanza) {
            wire_->send(*stanza);
        }
        tell(name, place);
    }
}

void XmppChannel::tell(const std::string& name, Place& place) {
    if (place.room.is_in()) {
        place.trouble.is_over("it can be used again");
    } else if (const auto& trouble = place.room.trouble()) {
        place.trouble.lasts(
            fmt::format("channel {}, room {}", name_, name),
            "it cannot be used; what is to be said there waits, and it is tried again: " +
                trouble->text);
    }
}

/// Whoever has its name there may speak as if it were KLIK.
void XmppChannel::tell_of_the_nick(const std::string& name, Place& place) const {
    const auto& room = place.room;
    if (!room.is_in() || room.nick() == place.nick) {
        return;
    }
    place.nick = room.nick();
    if (!room.has_its_nick()) {
        spdlog::warn("[H332] channel {}: in the room {} KLIK is called “{}”, since its nickname is "
                     "somebody else's there",
                     name_, name, visible(place.nick));
    }
}

const XmppChannel::NamedPlace* XmppChannel::place_at(std::string_view jid) const {
    const auto bare = bare_jid(jid);
    const auto found = std::ranges::find_if(
        places_, [&](const auto& each) { return each.second.room.jid() == bare; });
    return found == places_.end() ? nullptr : &*found;
}

XmppChannel::NamedPlace* XmppChannel::place_of(const Stanza& stanza) {
    const auto* found = place_at(stanza.from);
    return found == nullptr ? nullptr : &*places_.find(found->first);
}

} // namespace klik::chat::xmpp
