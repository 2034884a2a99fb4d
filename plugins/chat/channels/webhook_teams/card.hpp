#pragma once

#include "chat/channel.hpp"

#include <cstddef>
#include <string>

namespace klik::chat::webhook_teams {

/// What Teams takes in one message.
constexpr std::size_t longest_message_bytes = 28'000;

/// The message with an Adaptive Card, as JSON, for a Workflows webhook. Its texts are runs, which
/// know no Markdown. Lines that would make it too long are left out, and an ellipsis says so.
[[nodiscard]] std::string card_of(const Post& post);

} // namespace klik::chat::webhook_teams
