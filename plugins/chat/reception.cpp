#include "chat/reception.hpp"

#include "chat/hints.hpp"
#include "common/text.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace klik::chat {

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
    const auto what = understood(said.text, settings_.bot, said.room.empty());
    if (std::holds_alternative<NoCommand>(what) && !said.awaits_answer) {
        return;
    }
    const auto* near = said.near.empty() ? nullptr : settings_.room_at(channel, said.near);
    const auto* place = room != nullptr ? room : near;
    Visit visit{channel, said, room, near, municipality_of(channel, place), {}, now, instant};
    if (const auto people = settings_.people.find(channel); people != settings_.people.end()) {
        const auto person = people->second.find(said.sender);
        visit.person = person == people->second.end() ? "" : person->second;
    }
    const auto* command = std::get_if<Command>(&what);
    if (command != nullptr && !visit.person.empty() && !visit.municipality.empty()) {
        hear(visit, *command);
    } else {
        hint(visit, what);
    }
}

void Reception::hear(const Visit& visit, const Command& command) {
    auto whole = store_.transaction();
    const auto verdict = manners_.asks(visit.channel + ' ' + visit.said.sender, visit.instant);
    if (verdict != Manners::Verdict::answer) {
        const bool is_first = verdict == Manners::Verdict::say_too_many;
        if (log_.hear_in_vain(visit.channel, visit.said.id, visit.now) &&
            (is_first || visit.said.awaits_answer)) {
            answer(visit, too_many(wording_for(visit)));
        }
        if (is_first) {
            spdlog::warn("[H232] {}: somebody asks more than {} times a minute and is not answered "
                         "for a while",
                         visit.channel, Manners::most_a_minute);
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
    const bool any = std::ranges::any_of(missed.words, [&](const auto& each) {
        return std::holds_alternative<Command>(understood(each.text, settings_.bot, false)) &&
               !log_.has_heard(channel, each.id);
    });
    if (!any) {
        return;
    }
    auto whole = store_.transaction();
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
    if (!visit.person.empty()) {
        return manners_.asks(who, visit.instant) == Manners::Verdict::answer;
    }
    if (!visit.said.sender.empty()) {
        return manners_.hint(who, visit.instant);
    }
    // Those of whom the channel does not say who they are: a room hears once why, and all who
    // write to us alone share what one person may ask.
    return visit.room == nullptr
               ? manners_.asks(who, visit.instant) == Manners::Verdict::answer
               : manners_.hint(visit.channel + " room " + visit.said.room, visit.instant);
}

Draft Reception::hint_to_known(const Visit& visit, const Understood& what, const Wording& wording) {
    if (std::holds_alternative<Command>(what)) {
        return which_municipality(wording);
    }
    if (std::holds_alternative<NumberMissing>(what)) {
        return which_number(wording);
    }
    return common::trimmed(visit.said.text).empty() ? help_answer(wording)
                                                    : not_understood(wording);
}

void Reception::hint(const Visit& visit, const Understood& what) {
    auto whole = store_.transaction();
    if (log_.hear_in_vain(visit.channel, visit.said.id, visit.now)) {
        const auto wording = wording_for(visit);
        const bool may = may_hint(visit);
        if (visit.said.sender.empty()) {
            if (may || visit.said.awaits_answer) {
                answer(visit, people_hidden(wording));
            }
        } else if (visit.person.empty()) {
            spdlog::info("[H234] {}: somebody whom [plugins.chat.people.{}] does not name asks for "
                         "something, and learns nothing",
                         visit.channel, visit.channel);
            if (may || visit.said.awaits_answer) {
                answer(visit, not_mapped(visit.channel, visit.said.sender, wording),
                       To::sender_alone);
            }
        } else if (may) {
            answer(visit, hint_to_known(visit, what, wording));
        } else if (visit.said.awaits_answer) {
            answer(visit, too_many(wording));
        }
    }
    whole.commit();
}

} // namespace klik::chat
