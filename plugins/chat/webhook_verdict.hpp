#pragma once

#include "chat/webhooks.hpp"

#include <cstdint>
#include <optional>

namespace klik::chat {

/// Whose webhooks they are, or whose they are like.
enum class WebhookForm : std::uint8_t { slack, teams };

/// Why a webhook does not have the post that it was sent; none where it has. Codes as of
/// `NotPosted`: `refused` is this post alone, `gone` the webhook or its room.
[[nodiscard]] std::optional<Error> refusal_in(const WebhookAnswer& answer, WebhookForm form);

} // namespace klik::chat
