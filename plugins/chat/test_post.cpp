#include "chat/test_post.hpp"

#include "chat/command.hpp"
#include "common/stop_signal.hpp"

#include <fmt/core.h>

#include <chrono>
#include <ostream>
#include <random>

namespace klik::chat {

namespace {

constexpr std::chrono::seconds longest_trial{30};
constexpr std::chrono::milliseconds between_looks{100};

using Instant = std::chrono::steady_clock::time_point;

Post trial(const Room& room) {
    Post post;
    post.id = fmt::format("chat-test-{:08x}", std::random_device{}());
    post.room = room.place;
    post.message = {
        {{Span{std::string{answer_sign} +
               std::string{common::in(room.language, "Prøve: klik-chat kan skrive i dette rum.",
                                      "A trial: klik-chat can write in this room.")}}}}};
    return post;
}

bool gets_ready(Channel& channel, const Room& room, Instant end) {
    while (!channel.ready(room.place)) {
        if (common::asked_to_stop() || std::chrono::steady_clock::now() > end) {
            return false;
        }
        static_cast<void>(channel.work(between_looks));
    }
    return true;
}

/// What became of it; `no_answer` where that is not known in time.
Result<void> outcome_of(Channel& channel, const std::string& post, Instant end) {
    while (!common::asked_to_stop() && std::chrono::steady_clock::now() < end) {
        for (const auto& happening : channel.work(between_looks)) {
            const auto* posted = std::get_if<Posted>(&happening);
            const auto* failed = std::get_if<NotPosted>(&happening);
            if (posted != nullptr && posted->id == post) {
                return {};
            }
            if (failed != nullptr && failed->id == post) {
                return std::unexpected(failed->error);
            }
        }
    }
    return std::unexpected(Error{"no_answer", "nobody says in time what became of it"});
}

} // namespace

int test_post(const Settings& settings, const std::string& name, std::ostream& out) {
    const auto* room = settings.room_named(name);
    if (room == nullptr) {
        out << fmt::format("There is no table [plugins.chat.rooms.{}].\n", name);
        return common::exit_code::cannot_start;
    }
    const auto channel = settings.channels.at(room->channel)(Use::post_alone);
    const auto end = std::chrono::steady_clock::now() + longest_trial;
    if (!gets_ready(*channel, *room, end)) {
        out << fmt::format("Room {}: channel {} could not be used within {} s; what it logged says "
                           "why.\n",
                           name, room->channel, longest_trial.count());
        return common::exit_code::cannot_start;
    }
    const auto post = trial(*room);
    channel->post(post);
    const auto outcome = outcome_of(*channel, post.id, end);
    out << (outcome
                ? fmt::format("Room {} has the post {}.\n", name, post.id)
                : fmt::format("Room {} does not have the post: {}.\n", name, outcome.error().text));
    return outcome ? common::exit_code::ended : common::exit_code::cannot_start;
}

} // namespace klik::chat
