#include "chat/channels/xmpp/xmpp_channel.hpp"

#include "chat/channels/xmpp/hearing.hpp"
#include "chat/channels/xmpp/jid.hpp"
#include "chat/channels/xmpp/outgoing.hpp"
#include "common/clock.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace klik::chat::xmpp {

namespace {

constexpr common::BackOff back_off{std::chrono::seconds{1}, std::chrono::minutes{5}};
constexpr common::BackOff back_off_of_logins{std::chrono::minutes{1}, std::chrono::minutes{15}};
/// So many posts may be on their way to a room, whose server takes them at its own pace.
constexpr std::size_t most_in_flight = 10;
constexpr std::chrono::seconds longest_flight{30};
constexpr std::chrono::seconds between_pings{60};
constexpr std::chrono::seconds longest_silence{150};
constexpr std::chrono::seconds asked_peace{5};
constexpr std::string_view sent_mark = "sent:";
constexpr std::string_view in_mark = "in:";

CatchUp::Moment real_time() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// What a refused message is to whoever posted it.
Error error_of(const Stanza& refusal) {
    const auto& condition = refusal.error_condition;
    if (condition == "forbidden") {
        return {"unauthorised", "the room does not let KLIK speak; give its `jid` a voice"};
    }
    if (condition == "item-not-found" || condition == "gone" ||
        condition == "remote-server-not-found") {
        return {"gone", "there is no such room, or nobody of that address"};
    }
    if (condition == "not-acceptable" || condition == "recipient-unavailable") {
        return {"unreachable", "KLIK, or whom it writes to, is not there any more"};
    }
    if (refusal.error_type == "wait") {
        return {"busy", fmt::format("it asks for patience ({})", condition)};
    }
    return {"refused", fmt::format("it does not take this message ({})", condition)};
}

} // namespace

ChannelMaker read_channel(common::Section& section, const std::string& name,
                          const std::vector<std::string>& rooms) {
    const auto settings = read_settings(section, rooms);
    return [settings, name](Use /*use*/) {
        return std::make_unique<XmppChannel>(settings, name,
                                             std::make_unique<Connection>(settings.access));
    };
}

XmppChannel::XmppChannel(const XmppSettings& settings, std::string name, std::unique_ptr<Wire> wire)
    : jid_{settings.access.jid}, name_{std::move(name)}, wire_{std::move(wire)},
      abilities_{
          .threads = true, .replaces = true, .hears = true, .longest_bytes = longest_body_bytes} {
    for (const auto& room : settings.rooms) {
        places_.try_emplace(room, Room{bare_jid(room), settings.nick},
                            common::Trouble{"H320", "H321"});
    }
}

bool XmppChannel::ready(const std::string& room) const {
    if (room.empty()) {
        return connected_;
    }
    const auto found = places_.find(room);
    return connected_ && found != places_.end() && found->second.room.is_in() &&
           flights_.in(room) < most_in_flight &&
           std::chrono::steady_clock::now() >= found->second.free_again;
}

std::optional<std::chrono::sys_seconds> XmppChannel::heard_until(const std::string& room) const {
    const auto found = places_.find(room);
    return found == places_.end() ? std::nullopt : found->second.history.heard_until();
}

void XmppChannel::was_heard(const std::string& room, std::chrono::sys_seconds until) {
    if (const auto found = places_.find(room); found != places_.end()) {
        found->second.history.was_heard(until);
    }
}

void XmppChannel::post(const Post& post) {
    const auto now = std::chrono::steady_clock::now();
    if (post.room.empty()) {
        post_alone(post, now);
        return;
    }
    const auto found = places_.find(post.room);
    if (found == places_.end()) {
        not_posted(post, {"refused", "it is no room of this channel"});
    } else if (!connected_) {
        not_posted(post, {"unreachable", "there is no connection to the server"});
    } else if (const auto& room = found->second.room; !room.is_in()) {
        not_posted(post,
                   room.trouble().value_or(Error{"unreachable", "KLIK is not in the room yet"}));
    } else {
        flights_.begin(post, now);
        wire_->send(message_to(room.jid(), "groupchat", post));
    }
}

/// Nobody shows it to us; but the server works in order, so that its answer to a ping behind it
/// says that it has it.
void XmppChannel::post_alone(const Post& post, Instant now) {
    const auto to = address_in(post.answers);
    if (to.empty()) {
        not_posted(post, {"refused", "nobody knows any more whom this answers"});
    } else if (!connected_) {
        not_posted(post, {"unreachable", "there is no connection to the server"});
    } else {
        flights_.begin(post, now);
        wire_->send(message_to(to, "chat", post));
        wire_->send(ping(domain(jid_), fmt::format("{}{}", sent_mark, post.id)));
    }
}

void XmppChannel::not_posted(const Post& post, Error why) {
    happenings_.emplace_back(NotPosted{.id = post.id, .error = std::move(why), .is_logged = true});
}

std::vector<Happening> XmppChannel::work(std::chrono::milliseconds patience) {
    auto now = std::chrono::steady_clock::now();
    if (!connected_ && !connecting_ && now >= next_try_) {
        connecting_ = true;
        wire_->open();
    }
    const auto events = wire_->wait(happenings_.empty() ? patience : std::chrono::milliseconds{0});
    now = std::chrono::steady_clock::now();
    for (const auto& event : events) {
        std::visit([&](const auto& each) { take(each, now); }, event);
    }
    if (connected_) {
        look_at_rooms(now);
        keep_alive(now);
    }
    return std::exchange(happenings_, {});
}

void XmppChannel::take(const Connected& /*event*/, Instant now) {
    connected_ = true;
    connecting_ = false;
    failures_ = 0;
    heard_ = pinged_ = now;
    trouble_.is_over("the server can be used again");
    wire_->send(available());
}

void XmppChannel::take(const Broken& event, Instant now) {
    connected_ = connecting_ = false;
    const auto& pause = event.error.code == "unauthorised" ? back_off_of_logins : back_off;
    const std::chrono::milliseconds longest = pause.after(++failures_);
    next_try_ = now + longest - longest * (random_() % 50) / 100; // not all at once
    for (auto& [name, place] : places_) {
        place.room.lost();
    }
    trouble_.lasts(fmt::format("channel {}", name_),
                   fmt::format("the server of {} cannot be used; what is to be said waits, and it "
                               "is tried again: {}",
                               domain(jid_), event.error.text));
    std::ranges::move(flights_.lost(std::nullopt, event.error), std::back_inserter(happenings_));
}

void XmppChannel::take(const Stanza& stanza, Instant now) {
    heard_ = now;
    note_that_rooms_are_heard();
    if (stanza.name == "presence") {
        take_presence(stanza, now);
    } else if (stanza.name == "message") {
        take_message(stanza, now);
    } else if (stanza.name == "iq") {
        take_iq(stanza, now);
    }
}

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
        std::ranges::move(flights_.lost(name, *place.room.trouble()),
                          std::back_inserter(happenings_));
    }
    tell(name, place);
}

void XmppChannel::take_message(const Stanza& message, Instant now) {
    if (message.type == "error") {
        take_refusal(message, now);
        return;
    }
    auto* found = place_of(message);
    if (found != nullptr) {
        auto& [name, place] = *found;
        if (auto missed = place.history.take(message, place.room, name, real_time())) {
            happenings_.emplace_back(*std::move(missed));
        }
    }
    if (found != nullptr && message.type == "groupchat" && !message.delayed &&
        resource(message.from) == found->second.room.nick()) {
        auto posted = flights_.arrived(found->first, message.id);
        if (!posted) { // some rooms give it another id
            posted = flights_.arrived(found->first, message.origin_id);
        }
        if (posted) {
            happenings_.emplace_back(*std::move(posted));
        }
        return;
    }
    const auto moment = fmt::format(
        "{}-{}", std::chrono::system_clock::now().time_since_epoch().count(), ++count_heard_);
    auto said = said_in(message, found != nullptr ? &found->second.room : nullptr,
                        found != nullptr ? found->first : std::string{}, jid_, moment);
    if (!said) {
        return;
    }
    if (said->sender.empty() && found != nullptr &&
        !std::exchange(found->second.hides_people, true)) {
        spdlog::warn("[H331] the room {} does not say who its people are, so nobody's commands "
                     "are taken there: make it non-anonymous, or KLIK its moderator",
                     found->first);
    }
    happenings_.emplace_back(*std::move(said));
}

/// What the server sends shows that nothing of what it sent before is lost.
void XmppChannel::note_that_rooms_are_heard() {
    for (auto& [name, place] : places_) {
        if (place.room.is_in()) {
            place.history.hears(real_time());
        }
    }
}

void XmppChannel::take_refusal(const Stanza& message, Instant now) {
    auto* found = place_of(message);
    const auto room = found != nullptr && resource(message.from).empty() ? found->first : "";
    auto why = error_of(message);
    const auto wait = why.code == "busy" ? std::optional{asked_peace} : std::nullopt;
    auto refused = flights_.refused(room, message.id, std::move(why), wait);
    if (!refused) {
        return;
    }
    if (wait && !room.empty()) {
        found->second.free_again = now + *wait;
    }
    happenings_.emplace_back(*std::move(refused));
    if (message.error_condition == "not-acceptable" && !room.empty()) {
        found->second.room.lost(); // it does not know us; in again
    }
}

void XmppChannel::take_iq(const Stanza& iq, Instant now) {
    if (iq.type == "get" || iq.type == "set") {
        wire_->send(answer_to_iq(iq.from, iq.id, iq.is_ping));
    } else if (iq.id.starts_with(sent_mark) && iq.from == domain(jid_)) {
        if (auto posted = flights_.arrived("", std::string_view{iq.id}.substr(sent_mark.size()))) {
            happenings_.emplace_back(*std::move(posted));
        }
    } else if (auto* looked =
                   iq.id == look_id && resource(iq.from).empty() ? place_of(iq) : nullptr) {
        auto& [name, place] = *looked;
        if (const auto stanza =
                place.room.enter_where_it_is(iq, now, place.history.heard_until())) {
            wire_->send(*stanza);
            place.history.begin();
        }
        tell(name, place);
    } else if (iq.id.starts_with(in_mark) && iq.error_condition == "not-acceptable") {
        auto* found = place_of(iq);
        if (found != nullptr &&
            (resource(iq.from).empty() || resource(iq.from) == found->second.room.nick())) {
            found->second.room.lost();
        }
    }
}

void XmppChannel::look_at_rooms(Instant now) {
    for (auto& [name, place] : places_) {
        if (const auto stanza = place.room.look_when_due(now)) {
            wire_->send(*stanza);
            tell(name, place);
        }
    }
}

void XmppChannel::keep_alive(Instant now) {
    if (now > heard_ + longest_silence || flights_.any_from_before(now - longest_flight)) {
        wire_->give_up({"unreachable", "it does not answer any more"});
        return;
    }
    if (now < pinged_ + between_pings) {
        return;
    }
    pinged_ = now;
    wire_->send(ping(domain(jid_), "alive"));
    for (const auto& [name, place] : places_) {
        if (place.room.is_in()) { // a room may have forgotten us without a word (XEP-0410)
            wire_->send(ping(fmt::format("{}/{}", place.room.jid(), place.room.nick()),
                             fmt::format("{}{}", in_mark, place.room.jid())));
        }
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

std::pair<const std::string, XmppChannel::Place>* XmppChannel::place_of(const Stanza& stanza) {
    const auto jid = bare_jid(stanza.from);
    const auto found = std::ranges::find_if(
        places_, [&](const auto& each) { return each.second.room.jid() == jid; });
    return found == places_.end() ? nullptr : &*found;
}

} // namespace klik::chat::xmpp
