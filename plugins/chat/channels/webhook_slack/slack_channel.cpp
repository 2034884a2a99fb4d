#include "chat/channels/webhook_slack/slack_channel.hpp"

#include "chat/channels/webhook_slack/mrkdwn.hpp"
#include "common/text.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace klik::chat::webhook_slack {

namespace {

constexpr WebhookRooms::Manner manner{
    .begins = "H410", .ends = "H411", .form = WebhookForm::slack, .pause = std::chrono::seconds{1}};
/// For so long Slack takes answers at a `response_url`.
constexpr std::chrono::minutes longest_asked{30};
constexpr std::size_t most_asked = 1000;
constexpr std::size_t longest_command_bytes = 2000;
/// How soon a command is seen while a webhook is waited for.
constexpr std::chrono::milliseconds between_looks{50};

bool is_this_machine(std::string_view host) {
    return host.starts_with("127.") || host == "localhost" || host == "::1" || host == "[::1]";
}

} // namespace

ChannelMaker read_channel(common::Section& section, const std::string& name,
                          const std::vector<std::string>& rooms) {
    const auto settings = read_settings(section, rooms);
    return [settings, name](Use use) {
        auto used = settings;
        if (use == Use::post_alone) {
            used.commands.reset();
        }
        return std::make_unique<SlackChannel>(used, name);
    };
}

SlackChannel::SlackChannel(const SlackSettings& settings, const std::string& name)
    : name_{name},
      abilities_{.hears = settings.commands.has_value(), .space = {longest_text_bytes}},
      rooms_{name, settings.webhooks, manner}, rooms_by_id_{settings.rooms_by_id} {
    if (!settings.commands) {
        return;
    }
    if (auto opened = SlashEndpoint::open(*settings.commands, name)) {
        endpoint_ = *std::move(opened);
        if (!is_this_machine(settings.commands->host)) {
            spdlog::warn("[H426] channel {}: slash commands are heard at {}, without TLS: whoever "
                         "gets there from outside can read them; let `commands.listen` be this "
                         "machine's 127.0.0.1, and put the server with TLS before it",
                         name, settings.commands->host);
        }
    } else {
        spdlog::error("[H422] channel {}: {}; posts go out all the same", name,
                      opened.error().text);
    }
}

bool SlackChannel::ready(const std::string& room) const {
    return room.empty() ? endpoint_ != nullptr : rooms_.ready(room);
}

void SlackChannel::post(const Post& post) {
    if (post.room.empty()) {
        post_answer(post);
    } else {
        rooms_.post(post, webhook_json(post));
    }
}

void SlackChannel::post_answer(const Post& post) {
    const auto found =
        std::ranges::find_if(asked_, [&](const auto& each) { return each.id == post.answers; });
    if (found == asked_.end()) {
        happenings_.emplace_back(
            NotPosted{post.id,
                      {"refused", "whoever asked cannot be answered any more; Slack takes "
                                  "answers for half an hour"}});
        return;
    }
    const auto json = answer_json(post.message);
    if (endpoint_->answer(post.answers, json)) {
        happenings_.emplace_back(Posted{post.id});
    } else if (rooms_.knows_server(found->response_url)) {
        rooms_.send_aside(post.id, found->response_url, json);
    } else {
        spdlog::warn("[H423] channel {}: an answer was to go to another server than the webhooks', "
                     "and was not sent",
                     name_);
        happenings_.emplace_back(NotPosted{
            post.id, {"refused", "the answer was to go to another server than the webhooks'"}});
    }
}

/// What may pass is tried again for as long as Slack takes answers.
Happening SlackChannel::outcome_of_answer(Happening happening) {
    auto* failed = std::get_if<NotPosted>(&happening);
    if (failed == nullptr) {
        answers_wait_.is_over("answers to slash commands arrive again");
    } else if (failed->error.code == "busy" || failed->error.code == "unreachable") {
        answers_wait_.lasts(fmt::format("channel {}", name_),
                            fmt::format("an answer to a slash command does not arrive; it is tried "
                                        "again for half an hour: {}",
                                        failed->error.text));
        failed->is_logged = true;
    } else {
        failed->error.code = "refused";
    }
    return happening;
}

/// By its id where the settings have it, else by its name, which Slack does not tell of a private
/// channel.
std::string SlackChannel::room_of(const SlashCommand& command) const {
    const auto by_id = rooms_by_id_.find(command.channel_id);
    if (by_id != rooms_by_id_.end()) {
        return by_id->second;
    }
    return rooms_.knows(command.channel_name) ? command.channel_name : std::string{};
}

std::vector<Happening> SlackChannel::work(std::chrono::milliseconds patience) {
    auto all = std::exchange(happenings_, {});
    const auto take = [&](std::vector<Happening> some) {
        std::ranges::move(some, std::back_inserter(all));
    };
    const auto until = std::chrono::steady_clock::now() + patience;
    do {
        const auto left = std::max(
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()),
            std::chrono::milliseconds{0});
        const auto longest = endpoint_ ? std::min(left, between_looks) : left;
        const auto pause = all.empty() ? longest : std::chrono::milliseconds{0};
        take(rooms_.work(pause));
        for (auto& answered : rooms_.aside()) {
            all.push_back(outcome_of_answer(std::move(answered)));
        }
        take(hear({}));
    } while (all.empty() && std::chrono::steady_clock::now() < until);
    return all;
}

std::vector<Happening> SlackChannel::hear(std::chrono::milliseconds patience) {
    std::vector<Happening> heard;
    if (!endpoint_) {
        return heard;
    }
    const auto now = std::chrono::steady_clock::now();
    for (auto& command : endpoint_->take(patience)) {
        const auto near = room_of(command);
        asked_.push_back({command.id, std::move(command.response_url), now});
        heard.emplace_back(Said{.id = std::move(command.id),
                                .room = {},
                                .sender = std::move(command.user_id),
                                .text = common::cut_to_bytes(command.text, longest_command_bytes),
                                .awaits_answer = true,
                                .near = near});
    }
    while (!asked_.empty() &&
           (asked_.size() > most_asked || now > asked_.front().when + longest_asked)) {
        asked_.pop_front();
    }
    return heard;
}

} // namespace klik::chat::webhook_slack
