#include "chat/channels/xmpp/xmpp_channel.hpp"

#include "chat/channels/xmpp/hearing.hpp"
#include "chat/channels/xmpp/jid.hpp"
#include "chat/channels/xmpp/outgoing.hpp"
#include "chat/channels/xmpp/verdicts.hpp"
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
      abilities_{.threads = true, .replaces = true, .hears = true, .space = {longest_body_bytes}} {
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

void XmppChannel::was_refused(const std::string& room) {
    if (const auto found = places_.find(room); found != places_.end()) {
        found->second.refused = 1;
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
    const auto to = address_for(post.answers);
    if (!to) {
        not_posted(post, to.error());
    } else if (!connected_) {
        not_posted(post, {"unreachable", "there is no connection to the server"});
    } else {
        flights_.begin(post, now, *to);
        wire_->send(message_to(*to, "chat", post));
        wire_->send(ping(domain(jid_), fmt::format("{}{}", sent_mark, post.id)));
    }
}

/// A nickname may be somebody else's by now: then whoever asked is answered at their own address.
Result<std::string> XmppChannel::address_for(const std::string& said_id) const {
    auto address = address_in(said_id);
    if (address.empty()) {
        return std::unexpected(Error{"refused", "nobody knows any more whom this answers"});
    }
    auto person = person_in(said_id);
    const auto* found = person.empty() ? nullptr : place_at(address);
    if (found == nullptr) {
        return address;
    }
    const auto& room = found->second.room;
    if (connected_ && !room.is_in() && !room.trouble()) {
        return std::unexpected(Error{"unreachable", "KLIK is not in the room yet"});
    }
    return room.person(std::string{resource(address)}) == person ? address : person;
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
    if (connected_ && keep_alive(now)) {
        look_at_rooms(now);
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
    note_that_it_is_heard(stanza, now);
    if (stanza.name == "presence") {
        take_presence(stanza, now);
    } else if (stanza.name == "message") {
        take_message(stanza, now);
    } else if (stanza.name == "iq") {
        take_iq(stanza, now);
    }
}

void XmppChannel::take_message(const Stanza& message, Instant now) {
    if (message.type == "error") {
        take_refusal(message, now);
        return;
    }
    auto* found = place_of(message);
    if (found != nullptr) {
        auto& [name, place] = *found;
        if (auto missed = place.history.take(message, place.room, name, CatchUp::moment())) {
            happenings_.emplace_back(*std::move(missed));
        }
    }
    if (found != nullptr && message.type == "groupchat" && !message.delayed &&
        resource(message.from) == found->second.room.nick()) {
        take_receipt(message, found->first, found->second);
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

void XmppChannel::take_receipt(const Stanza& message, const std::string& name, Place& place) {
    auto posted = flights_.arrived(name, message.id);
    if (!posted) { // some rooms give it another id
        posted = flights_.arrived(name, message.origin_id);
    }
    if (posted) {
        place.refused = 0;
        happenings_.emplace_back(*std::move(posted));
    }
}

void XmppChannel::take_refusal(const Stanza& message, Instant now) {
    auto* found = place_of(message);
    const auto to = flights_.address_of(message.id);
    const bool of_an_answer = may_refuse_for(to, message.from, domain(jid_));
    if (!of_an_answer && (found == nullptr || !resource(message.from).empty())) {
        return; // whoever is in the room may say so
    }
    const auto room = of_an_answer ? std::string{} : found->first;
    auto why = of_an_answer ? why_refused(message) : why_refused_by_a_room(message);
    const auto wait = why.code == "busy" ? std::optional{asked_peace} : std::nullopt;
    auto refused = flights_.refused(room, message.id, std::move(why), wait);
    if (!refused) {
        return;
    }
    if (wait && !room.empty()) {
        found->second.free_again = now + *wait;
    }
    if (refused->error.code == "refused" && !room.empty() && found->second.refused++ > 0) {
        refused->error = {"gone", "it refuses one post after the other: " + refused->error.text};
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
    } else if (iq.id.starts_with(in_mark) && says_that_we_are_out(iq)) {
        auto* found = place_of(iq);
        if (found != nullptr && found->second.room.is_in() &&
            (resource(iq.from).empty() || resource(iq.from) == found->second.room.nick())) {
            found->second.room.lost();
            is_out_of(found->first, {"unreachable", "the room does not know KLIK any more"});
        }
    }
}

bool XmppChannel::keep_alive(Instant now) {
    if (now > heard_ + longest_silence || flights_.any_from_before(now - longest_flight)) {
        wire_->give_up({"unreachable", "it does not answer any more"});
        return false;
    }
    if (now < pinged_ + between_pings) {
        return true;
    }
    pinged_ = now;
    wire_->send(ping(domain(jid_), "alive"));
    for (const auto& [name, place] : places_) {
        if (place.room.is_in()) { // a room may have forgotten us without a word (XEP-0410)
            wire_->send(ping(fmt::format("{}/{}", place.room.jid(), place.room.nick()),
                             fmt::format("{}{}", in_mark, place.room.jid())));
        }
    }
    return true;
}

} // namespace klik::chat::xmpp
