#include "chat/reception.hpp"

#include "chat/hints.hpp"
#include "common/place_holders.hpp"
#include "common/text.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace klik::chat {

namespace {

/// An address is in no log; so much of it that whoever knows the person can tell.
std::string in_short(std::string_view sender) {
    constexpr std::size_t shown = 2;
    const auto at = sender.find('@');
    return at == sender.npos
               ? common::one_line(sender)
               : common::one_line(fmt::format("{}…{}", sender.substr(0, std::min(shown, at)),
                                              sender.substr(at)));
}

} // namespace

std::string Reception::municipality_of(const std::string& channel, const Room* room) const {
    if (room != nullptr) {
        return room->municipality;
    }
    std::string found;
    for (const auto& each : settings_.rooms) {
        if (each.channel == channel && !found.empty() && each.municipality != found) {
            return {};
        }
        found = each.channel == channel ? each.municipality : found;
    }
    return found;
}

Wording Reception::wording_for(const Visit& visit) const {
    Wording wording;
    wording.language = visit.room == nullptr ? settings_.language_alone(visit.channel, visit.near)
                                             : visit.room->language;
    return wording;
}

void Reception::answer(const Visit& visit, Draft draft, To whom) const {
    const bool alone = whom == To::sender_alone || visit.room == nullptr;
    KeptPost post;
    post.channel = visit.channel;
    post.room = alone ? "" : visit.room->name;
    post.place = alone ? "" : visit.said.room;
    post.municipality = visit.municipality;
    post.draft = std::move(draft);
    post.answers = visit.said.id;
    outbox_.answer(post, visit.now);
}

void Reception::hear(const std::string& channel, const Said& said, common::Time now,
                     Manners::Instant instant) {
    const auto* room = said.room.empty() ? nullptr : settings_.room_at(channel, said.room);
    if (!said.room.empty() && (room == nullptr || !room->commands)) {
        return;
    }
    std::string_view text = said.text;
    const auto named = take_municipality(said, text);
    const auto* near = said.near.empty() ? nullptr : settings_.room_at(channel, said.near);
    const auto* place = room != nullptr ? room : near;
    Visit visit{.channel = channel,
                .said = said,
                .room = room,
                .near = near,
                .municipality = named.empty() ? municipality_of(channel, place) : named,
                .person = {},
                .now = now,
                .instant = instant};
    find_person(visit); // who may say the municipality, which says what a link names
    const auto what = understood(text, settings_.bot, said.room.empty(), said.our_name,
                                 link_in(visit.municipality));
    if (std::holds_alternative<NoCommand>(what) && !said.awaits_answer) {
        return;
    }
    const auto* command = std::get_if<Command>(&what);
    if (command != nullptr && !visit.person.empty() && !visit.municipality.empty()) {
        hear(visit, *command);
    } else {
        hint(visit, what);
    }
}

std::string Reception::take_municipality(const Said& said, std::string_view& text) const {
    const auto words = common::trimmed(text);
    const auto first = words.substr(0, words.find_first_of(" \t:,\xC2")); // a blank that holds
    const bool is_code =
        std::ranges::find(settings_.municipalities, first, &common::Municipality::code) !=
        settings_.municipalities.end();
    if (!said.room.empty() || settings_.municipalities.size() < 2 || !is_code) {
        return {};
    }
    text = words.substr(first.size());
    text.remove_prefix(std::min(text.find_first_not_of(" \t:,"), text.size()));
    return std::string{first};
}

/// The address of a task's page there, with `{number}`; empty while it is not known where.
std::string Reception::link_in(const std::string& municipality) const {
    return municipality.empty() && settings_.link.contains("{municipality}")
               ? std::string{}
               : common::filled_in(settings_.link, {{"municipality", municipality}});
}

/// An id is worth something in its municipality alone.
void Reception::find_person(Visit& visit) {
    auto known_in = settings_.municipalities_of(visit.channel, visit.said.sender);
    std::erase_if(known_in, [&](const auto& code) {
        return store_.is_erased(code, settings_.person(visit.channel, code, visit.said.sender));
    });
    if (visit.municipality.empty() && known_in.size() == 1) {
        visit.municipality = known_in.front();
    }
    if (std::ranges::find(known_in, visit.municipality) != known_in.end()) {
        visit.person = settings_.person(visit.channel, visit.municipality, visit.said.sender);
    }
    visit.is_known = visit.municipality.empty() ? !known_in.empty() : !visit.person.empty();
}

void Reception::hear(const Visit& visit, const Command& command) {
    const auto verdict = manners_.asks(visit.channel + ' ' + visit.said.sender, visit.instant);
    if (verdict == Manners::Verdict::stay_silent && !visit.said.awaits_answer) {
        return; // of what floods a room nothing is kept
    }
    auto whole = store_.transaction();
    if (verdict != Manners::Verdict::answer) {
        const bool is_first = verdict == Manners::Verdict::say_too_many;
        if (log_.hear_in_vain(visit.channel, visit.said.id, visit.now)) {
            answer(visit, too_many(wording_for(visit)));
        }
        if (is_first) {
            spdlog::warn("[H232] {}: {} of {} asks more than {} times a minute and is not answered "
                         "for a while",
                         visit.channel, visit.person, visit.municipality, Manners::most_a_minute);
        }
    } else {
        Asked asked;
        asked.channel = visit.channel;
        asked.said = visit.said.id;
        asked.municipality = visit.municipality;
        asked.place = visit.said.room;
        asked.near = visit.said.near;
        asked.person = visit.person;
        asked.command = command;
        asked.at = visit.now;
        if (!log_.hear(asked)) {
            spdlog::debug("[H233] {}: a command was repeated and is not carried out again",
                          visit.channel);
        }
    }
    whole.commit();
}

void Reception::hear_of(const std::string& channel, const Missed& missed, common::Time now) const {
    const auto* room = settings_.room_at(channel, missed.room);
    if (room == nullptr || !room->commands) {
        return;
    }
    auto whole = store_.transaction();
    // A server's times are whole seconds: it may tell of the same words again.
    const auto is_news = [&](const Missed::Words& each) {
        return std::holds_alternative<Command>(understood(each.text, settings_.bot, false,
                                                          missed.our_name,
                                                          link_in(room->municipality))) &&
               !log_.has_heard(channel, each.id) &&
               log_.hear_in_vain(channel, each.id + " missed", now);
    };
    if (std::ranges::count_if(missed.words, is_news) == 0) {
        return;
    }
    KeptPost post;
    post.channel = channel;
    post.room = room->name;
    post.place = room->place;
    post.municipality = room->municipality;
    Wording wording;
    wording.language = room->language;
    post.draft = was_away(missed.from, missed.until, wording);
    outbox_.answer(post, now);
    whole.commit();
    spdlog::info(
        "[H235] {}: commands were given in room {} while klik-chat was not there; the room "
        "is told that they were not seen",
        channel, room->name);
}

bool Reception::may_hint(const Visit& visit) {
    const auto who = visit.channel + ' ' + visit.said.sender;
    if (visit.is_known) {
        return manners_.asks(who, visit.instant) == Manners::Verdict::answer;
    }
    if (!visit.said.sender.empty()) {
        // All strangers together, since whoever likes to has as many addresses as he wants.
        return manners_.hint(who, visit.instant) &&
               manners_.asks(visit.channel + " strangers", visit.instant) ==
                   Manners::Verdict::answer;
    }
    // Those of whom the channel does not say who they are: a room hears once why, and all who
    // write to us alone share what one person may ask.
    return visit.room == nullptr
               ? manners_.asks(who, visit.instant) == Manners::Verdict::answer
               : manners_.hint(visit.channel + " room " + visit.said.room, visit.instant);
}

Draft Reception::hint_to_known(const Visit& visit, const Understood& what,
                               const Wording& wording) const {
    if (std::holds_alternative<Command>(what)) {
        return which_municipality(
            settings_.municipalities_of(visit.channel, visit.said.sender).front(), wording);
    }
    if (std::holds_alternative<NumberMissing>(what)) {
        return which_number(wording);
    }
    return common::trimmed(visit.said.text).empty() ? help_answer(wording)
                                                    : not_understood(wording);
}

std::string Reception::people_table(const Visit& visit) const {
    const bool several = settings_.municipalities.size() > 1;
    const auto code =
        visit.municipality.empty() ? settings_.municipalities.front().code : visit.municipality;
    return several ? fmt::format("{}.{}", visit.channel, code) : visit.channel;
}

void Reception::note_stranger(const Visit& visit) {
    const auto id = settings_.person(visit.channel, visit.municipality, visit.said.sender);
    const auto count = strangers_[{visit.channel, id}].happens(visit.instant);
    if (!count) {
        return;
    }
    const auto again = *count > 1 ? fmt::format(" ({} times by now)", *count) : std::string{};
    if (!id.empty()) {
        spdlog::warn("[H236] {}: {} of {} was erased in KLIK and asks for something{}, and learns "
                     "nothing: take the line out of [plugins.chat.people.{}], or name another id",
                     visit.channel, id, visit.municipality, again, people_table(visit));
    } else {
        spdlog::info("[H234] {}: {}, whom [plugins.chat.people.{}] does not name, asks for "
                     "something{}, and learns nothing but the line that names them",
                     visit.channel, in_short(visit.said.sender), people_table(visit), again);
    }
}

void Reception::hint(const Visit& visit, const Understood& what) {
    const bool is_stranger = !visit.is_known && !visit.said.sender.empty();
    if (is_stranger) {
        note_stranger(visit);
    }
    const bool may = may_hint(visit);
    if (!may && !visit.said.awaits_answer) {
        return;
    }
    auto whole = store_.transaction();
    if (log_.hear_in_vain(visit.channel, visit.said.id, visit.now)) {
        const auto wording = wording_for(visit);
        if (visit.said.sender.empty()) {
            answer(visit, people_hidden(wording));
        } else if (is_stranger) {
            answer(visit, not_mapped(people_table(visit), visit.said.sender, wording),
                   To::sender_alone);
        } else {
            answer(visit, may ? hint_to_known(visit, what, wording) : too_many(wording));
        }
    }
    whole.commit();
}

} // namespace klik::chat
