#include "chat/channels/xmpp/room.hpp"

#include "chat/channels/xmpp/jid.hpp"
#include "chat/channels/xmpp/outgoing.hpp"
#include "chat/harmless_text.hpp"
#include "common/clock.hpp"
#include "common/text.hpp"

#include <fmt/core.h>

#include <array>
#include <string_view>
#include <utility>

namespace klik::chat::xmpp {

namespace {

constexpr common::BackOff between_joins{std::chrono::seconds{5}, std::chrono::minutes{10}};
constexpr std::chrono::seconds longest_answer{30};
/// It is asked for a sign each minute.
constexpr std::chrono::seconds longest_silence_of_a_room{200};
/// Whoever is sent out sooner is not wanted there, and comes back later each time.
constexpr std::chrono::minutes shortest_stay{10};
constexpr int most_other_nicks = 9;

struct Refusal {
    std::string_view condition;
    std::string_view code;
    std::string_view text;
};
constexpr std::array<Refusal, 9> refusals{{
    {"forbidden", "unauthorised", "KLIK is banned from it"},
    {"registration-required", "unauthorised", "only members may enter; make KLIK's `jid` one"},
    {"not-authorized", "unauthorised", "it asks for a password; rooms with one are not supported"},
    {"item-not-found", "gone",
     "there is no such room: look at its name, or make it first, and persistent"},
    {"gone", "gone", "the room is gone"},
    {"not-allowed", "gone", "there is no such room, and KLIK may not make one"},
    {"remote-server-not-found", "gone", "there is no such server of rooms"},
    {"conflict", "unreachable",
     "its nickname is somebody else's there, and so are those with a number behind it"},
    {"service-unavailable", "unreachable", "it is full, or its server is not there"},
}};

std::string sends_elsewhere(const Stanza& stanza) {
    constexpr std::size_t longest_address = 200;
    return stanza.moved_to.empty()
               ? std::string{}
               : fmt::format("; people are sent to {}",
                             common::cut_to_bytes(visible(stanza.moved_to), longest_address));
}

Error error_of(const Stanza& refusal) {
    for (const auto& each : refusals) {
        if (each.condition == refusal.error_condition) {
            return {std::string{each.code},
                    fmt::format("{}{}", each.text, sends_elsewhere(refusal))};
        }
    }
    return {"unreachable", fmt::format("it refuses KLIK ({})", visible(refusal.error_condition))};
}

Error departure(const Stanza& presence) {
    if (presence.room_destroyed) {
        return {"gone", "the room was closed down" + sends_elsewhere(presence)};
    }
    if (presence.has_status("301")) {
        return {"unauthorised", "KLIK was banned from it"};
    }
    if (presence.has_status("307")) {
        return {"unreachable", "KLIK was sent out of it"};
    }
    if (presence.has_status("321") || presence.has_status("322")) {
        return {"unauthorised", "only members may be in it now; make KLIK's `jid` one"};
    }
    return {"unreachable", "KLIK is not in it any more"};
}

} // namespace

Room::Room(std::string jid, std::string nick)
    : jid_{std::move(jid)}, wanted_nick_{std::move(nick)}, nick_{wanted_nick_} {}

std::string Room::person(const std::string& nick) const {
    const auto found = persons_.find(nick);
    return found == persons_.end() ? std::string{} : found->second;
}

std::optional<std::string> Room::look_when_due(Instant now) {
    failures_ = in_ && now > entered_ + shortest_stay ? 0 : failures_;
    if (in_ && now > shown_ + longest_silence_of_a_room) {
        left({"unreachable", "it does not answer any more"}, now);
    }
    const bool waits = asked_ && now < *asked_ + longest_answer;
    if (in_ || waits || now < due_) {
        return std::nullopt;
    }
    if (asked_) {
        trouble_ = Error{"unreachable", "it does not answer"};
    }
    asked_ = now;
    looks_ = true;
    return look_at_room(jid_);
}

std::optional<std::string> Room::enter_where_it_is(const Stanza& answer, Instant now,
                                                   std::optional<std::chrono::sys_seconds> since) {
    if (!std::exchange(looks_, false)) {
        return std::nullopt;
    }
    if (answer.error_condition == "item-not-found") {
        left(error_of(answer), now);
        return std::nullopt;
    }
    asked_ = now; // whatever else is wrong, the room itself says when it is to let us in
    persons_.clear();
    return enter_room(jid_, nick_, since);
}

std::optional<std::string> Room::take(const Stanza& presence, Instant now) {
    const std::string nick{resource(presence.from)};
    if (presence.type == "error") {
        if (!in_) {
            refused(presence, now);
        }
        return std::nullopt;
    }
    if (presence.muc_users != 1) { // the room's own is one; somebody added another
        persons_.erase(nick);
        return std::nullopt;
    }
    // Of a room that is closed down some servers do not say that it is we who are gone.
    const bool are_we_gone = in_ && presence.type == "unavailable" && nick == nick_;
    if (presence.has_status("110") || are_we_gone) {
        return take_own(presence, now);
    }
    take_other(presence, nick);
    return std::nullopt;
}

std::optional<std::string> Room::take_own(const Stanza& presence, Instant now) {
    if (presence.type == "unavailable") {
        if (presence.has_status("303") && !presence.muc_nick.empty()) {
            nick_ = presence.muc_nick; // somebody with the right to do so renamed us
        } else if (in_) {
            left(departure(presence), now);
        }
        return std::nullopt;
    }
    nick_ = resource(presence.from);
    asked_.reset();
    const bool made_now = presence.has_status("201");
    if (made_now || (made_ && presence.muc_affiliation == "owner" && persons_.empty())) {
        // It went away since we looked, or the server says of no room that it is not there. It is
        // not to look like a room the next time, so it is to go when we do, and is not trusted
        // where it stays.
        made_ = true;
        auto undone = make_temporary(jid_) + leave_room(jid_, nick_);
        left({"gone", "there was no such room, and its server made an empty one, in which nobody "
                      "would read: look at its name, or make it first, and persistent"},
             now);
        return undone;
    }
    made_ = false;
    entered_ = in_ ? entered_ : now;
    shown_ = now;
    in_ = true;
    trouble_.reset();
    return std::nullopt;
}

void Room::take_other(const Stanza& presence, const std::string& nick) {
    if (presence.type == "unavailable" || presence.muc_jid.empty()) {
        persons_.erase(nick);
    } else {
        persons_[nick] = bare_jid(presence.muc_jid);
    }
}

void Room::refused(const Stanza& presence, Instant now) {
    asked_.reset();
    if (presence.error_condition == "conflict" && other_nicks_ < most_other_nicks) {
        nick_ = fmt::format("{}-{}", wanted_nick_, ++other_nicks_ + 1);
        return; // at once
    }
    left(error_of(presence), now);
}

void Room::left(Error why, Instant now) {
    lost();
    trouble_ = std::move(why);
    due_ = now + between_joins.after(++failures_);
}

void Room::lost() {
    in_ = looks_ = false;
    asked_.reset();
    persons_.clear();
    other_nicks_ = 0;
    nick_ = wanted_nick_;
}

} // namespace klik::chat::xmpp
