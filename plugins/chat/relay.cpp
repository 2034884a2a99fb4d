#include "chat/relay.hpp"

#include "chat/local_time.hpp"
#include "chat/routing.hpp"
#include "chat/wording.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace klik::chat {

namespace {

constexpr common::BackOff back_off{std::chrono::seconds{2}, std::chrono::minutes{5}};

/// One that does not last is the channel's own matter.
constexpr int failures_of_a_trouble = 5;

bool is_quiet(const Room& room, common::Time time) {
    return room.quiet && room.quiet->contain(in_denmark(time).after_midnight);
}

/// Answers to people who spoke to us alone wait for each other no more than rooms do.
const std::string& door_for(const std::string& place, const std::string& answers) {
    return place.empty() ? answers : place;
}

KeptPost post_for(const Room& room) {
    KeptPost post;
    post.channel = room.channel;
    post.room = room.name;
    post.place = room.place;
    post.municipality = room.municipality;
    return post;
}

} // namespace

void Relay::compose(common::Time now, Instant instant) {
    for (const auto& name : outbox_.rooms_with_lines()) {
        const auto* room = settings_.room_named(name);
        if (room != nullptr && room->channel == name_ && !is_quiet(*room, now)) {
            compose(*room, now, instant);
        }
    }
}

void Relay::compose(const Room& room, common::Time now, Instant instant) {
    // While a post waits the lines gather, so that one digest comes when the room is there again.
    if (outbox_.has_post(room)) {
        return;
    }
    auto& pace = paces_[room.name];
    auto& recent = pace.recent;
    while (!recent.empty() && instant - recent.front() >= room.gather) {
        recent.pop_front();
    }
    const auto count = outbox_.count_waiting(room.name);
    const bool is_much = recent.size() + count > room.most_at_once;
    const bool held = count > 1 && were_held(room);
    pace.gathers = pace.gathers || (is_much && !held);
    if (pace.gathers && !recent.empty()) {
        return; // the end of a burst does not come one by one
    }
    if (count > 1 && (held || pace.gathers)) {
        compose_digest(room, now);
        recent.insert(recent.end(), room.most_at_once, instant);
    } else {
        compose_each(room, outbox_.waiting(room.name, count), now);
        recent.insert(recent.end(), count, instant);
    }
    pace.gathers = false;
}

bool Relay::were_held(const Room& room) const {
    return room.quiet && std::ranges::any_of(outbox_.minutes_waiting(room.name),
                                             [&](auto since) { return is_quiet(room, since); });
}

std::string Relay::replaced_by(const Room& room, const WaitingLine& line, common::Time now) const {
    const auto undone = undone_by(line.kind);
    return channel_.abilities().replaces && undone
               ? outbox_.place_of(room.name, line.number, *undone, line.to, line.from,
                                  now - mending)
               : std::string{};
}

void Relay::compose_each(const Room& room, const std::vector<WaitingLine>& lines,
                         common::Time now) {
    auto whole = store_.transaction();
    for (const auto& line : lines) {
        auto post = post_for(room);
        post.number = line.number;
        post.draft.lines = {line.draft};
        post.replaces = replaced_by(room, line, now);
        outbox_.compose(post, {line}, now);
    }
    whole.commit();
}

void Relay::compose_digest(const Room& room, common::Time now) {
    auto whole = store_.transaction();
    auto excerpt = outbox_.excerpt(room.name, most_lines_of_a_digest);
    const auto last = excerpt.last;
    auto post = post_for(room);
    if (excerpt.count == 1) { // the same matter several times
        post.number = excerpt.number;
        post.draft.lines = std::move(excerpt.lines);
    } else {
        post.draft = digest(room, std::move(excerpt));
    }
    outbox_.compose_digest(post, last, now);
    whole.commit();
}

Draft Relay::digest(const Room& room, Excerpt excerpt) const {
    const auto wording = wording_for(&room, room.municipality);
    const auto name_of = [&](const std::string& person) {
        return names_(room.municipality, person);
    };
    auto draft = digest_of(excerpt.lines, excerpt.count, wording);
    while (excerpt.lines.size() > 1 &&
           !fits(message_of(draft, name_of), channel_.abilities().space)) {
        excerpt.lines.pop_back();
        draft = digest_of(excerpt.lines, excerpt.count, wording);
    }
    return draft;
}

Wording Relay::wording_for(const Room* room, const std::string& municipality) const {
    Wording wording;
    wording.language = room == nullptr ? settings_.language_alone(name_, nullptr) : room->language;
    wording.link = settings_.link;
    wording.municipality = municipality;
    wording.commands = channel_.abilities().hears && (room == nullptr || room->commands);
    return wording;
}

Post Relay::handed(const KeptPost& kept) const {
    const auto wording = wording_for(settings_.room_named(kept.room), kept.municipality);
    const auto name_of = [&](const std::string& person) {
        return names_(kept.municipality, person);
    };
    const auto pointer = message_of({.lines = {pointer_to(kept.number, wording)}}, name_of);
    Post post;
    post.id = outbox_.id_of(kept.id);
    post.room = kept.place;
    post.message =
        fitted(message_of(kept.draft, name_of), channel_.abilities().space, pointer.lines.front());
    if (channel_.abilities().threads && kept.number != 0) {
        post.thread = fmt::format("{}-{}", kept.municipality, kept.number);
    }
    post.replaces = kept.replaces;
    post.answers = kept.answers;
    return post;
}

/// It was made before the quiet hours, and its room was away or busy until now.
bool Relay::waits_for_the_morning(const NextPost& next, common::Time now) const {
    const auto* room = next.answers.empty() ? settings_.room_at(name_, next.place) : nullptr;
    return room != nullptr && is_quiet(*room, now);
}

void Relay::hand_over(common::Time now, Instant instant) {
    for (const auto& next : outbox_.next_posts(name_)) {
        if (waits_for_the_morning(next, now)) {
            continue;
        }
        auto& door = doors_[door_for(next.place, next.answers)];
        const bool lost = door.under_way && instant - door.under_way->since > longest_wait;
        if ((door.under_way && !lost) || instant < door.again || !channel_.ready(next.place)) {
            continue;
        }
        if (auto kept = outbox_.post(next.id)) {
            channel_.post(handed(*kept));
            door.under_way =
                UnderWay{next.id, std::move(kept->place), std::move(kept->room), instant};
        }
    }
}

Relay::Door* Relay::door_of(std::int64_t post) {
    const auto found = std::ranges::find_if(doors_, [&](const auto& each) {
        return each.second.under_way && each.second.under_way->post == post;
    });
    return found == doors_.end() ? nullptr : &found->second;
}

bool Relay::is_under_way() const {
    return std::ranges::any_of(doors_,
                               [](const auto& each) { return each.second.under_way.has_value(); });
}

void Relay::take(const Posted& posted, common::Time now) {
    const auto post = outbox_.post_with(posted.id);
    if (!post) {
        return;
    }
    auto whole = store_.transaction();
    outbox_.posted(*post, posted.place, now);
    whole.commit();
    if (auto* door = door_of(*post)) {
        door->trouble.is_over("it takes posts again");
        door->under_way.reset();
        door->failures = 0;
        door->again = {};
    }
    close_idle_doors();
}

void Relay::close_idle_doors() {
    std::erase_if(doors_, [](const auto& each) {
        const auto& door = each.second;
        return !door.under_way && door.failures == 0 && !door.trouble.known();
    });
}

void Relay::give_up(std::int64_t post, const UnderWay& was, const NotPosted& failed) const {
    constexpr std::size_t most_named = 10;
    const auto numbers = outbox_.tasks_of(post);
    std::string about;
    for (std::size_t i = 0; i < std::min(numbers.size(), most_named); ++i) {
        about += fmt::format("{}#{}", i == 0 ? " about " : ", ", numbers[i]);
    }
    if (numbers.size() > most_named) {
        about += fmt::format(" and {} more", numbers.size() - most_named);
    }
    const auto whose = was.place.empty() ? std::string{"an answer to somebody alone"}
                                         : fmt::format("a post{} in room {}", about, was.room);
    auto whole = store_.transaction();
    outbox_.refused(post, failed.error.text);
    whole.commit();
    spdlog::warn("[H222] {}: {} is given up, since it is not taken: {}", name_, whose,
                 failed.error.text);
}

void Relay::take(const NotPosted& failed, Instant instant) {
    const auto post = outbox_.post_with(failed.id);
    auto* door = post ? door_of(*post) : nullptr;
    if (door == nullptr) {
        return; // nothing of ours, or it was handed over anew
    }
    const auto was = *std::exchange(door->under_way, std::nullopt);
    const bool to_one_alone = was.place.empty();
    if (failed.error.code == "refused" || (to_one_alone && failed.error.code == "gone")) {
        door->failures = 0;
        close_idle_doors();
        give_up(*post, was, failed);
        return;
    }
    ++door->failures;
    door->again = instant + failed.wait.value_or(back_off.after(door->failures));
    const bool is_lasting = failed.error.code != "busy" && failed.error.code != "unreachable";
    if (!to_one_alone && !failed.is_logged &&
        (is_lasting || door->failures >= failures_of_a_trouble)) {
        door->trouble.lasts(
            fmt::format("channel {}, room {}", name_, was.room),
            fmt::format("it does not take posts ({}); they wait", failed.error.text));
    }
}

Relay::Heard Relay::work(std::chrono::milliseconds patience, common::Time now, Instant instant) {
    Heard heard;
    for (auto& happening : channel_.work(patience)) {
        if (auto* words = std::get_if<Said>(&happening)) {
            heard.said.push_back(std::move(*words));
        } else if (auto* missed = std::get_if<Missed>(&happening)) {
            heard.missed.push_back(std::move(*missed));
        } else if (const auto* posted = std::get_if<Posted>(&happening)) {
            take(*posted, now);
        } else if (const auto* failed = std::get_if<NotPosted>(&happening)) {
            take(*failed, instant);
        }
    }
    return heard;
}

} // namespace klik::chat
