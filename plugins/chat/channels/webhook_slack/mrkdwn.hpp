#pragma once

#include "chat/channel.hpp"

#include <cstddef>
#include <string>

namespace klik::chat::webhook_slack {

/// What a section of Slack takes.
constexpr std::size_t longest_text_bytes = 2900;

/// The message in Slack's mrkdwn, which Mattermost and Rocket.Chat read as well. Text from tasks
/// mentions nobody, links nowhere and has no markup. What is too long ends with an ellipsis.
[[nodiscard]] std::string mrkdwn_of(const Message& message);

/// What an incoming webhook is sent, as JSON.
[[nodiscard]] std::string webhook_json(const Post& post);
/// The answer to a slash command, which the one who asked sees alone, as JSON.
[[nodiscard]] std::string answer_json(const Message& message);

} // namespace klik::chat::webhook_slack
