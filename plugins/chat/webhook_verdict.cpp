#include "chat/webhook_verdict.hpp"

#include "common/text.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace klik::chat {

namespace {

using nlohmann::json;

/// What servers say with 400 where it is not the post, but the webhook or its room: Slack,
/// Rocket.Chat and Mattermost.
constexpr std::array<std::string_view, 17> of_the_room{
    "no_service",
    "no_team",
    "team_disabled",
    "no_active_hooks",
    "invalid_token",
    "token_revoked",
    "account_inactive",
    "channel_is_archived",
    "channel_not_found",
    "posting_to_",
    "action_prohibited",
    "invalid integration",
    "web.incoming_webhook.invalid",
    "web.incoming_webhook.disabled",
    "web.incoming_webhook.channel",
    "web.incoming_webhook.user",
    "web.incoming_webhook.permissions",
};

bool is_about_the_room(const WebhookAnswer& answer) {
    const auto text = common::lower_case(answer.body);
    return std::ranges::any_of(of_the_room, [&](auto word) { return text.contains(word); });
}

/// `{"ok": true}`, `{"success": true}`, `{"result": "success"}`.
bool says_yes(const json& said) {
    return said.is_object() &&
           (said.value("ok", json{}) == true || said.value("success", json{}) == true ||
            said.value("result", json{}) == "success");
}

bool says_no(const json& said) {
    return said.is_object() && (said.value("ok", json{}) == false ||
                                said.value("success", json{}) == false || said.contains("error"));
}

/// A page of a proxy, or of a server that knows no webhooks, comes with 200 as well.
bool took(const WebhookAnswer& answer, WebhookForm form) {
    const auto text = common::trimmed(answer.body);
    const auto said = json::parse(text, nullptr, false);
    if (text.empty() || common::lower_case(text) == "ok" || says_yes(said)) {
        return true;
    }
    if (form == WebhookForm::slack) {
        return false;
    }
    const bool is_long_json = answer.is_cut && (text.front() == '{' || text.front() == '[');
    return is_long_json || (!said.is_discarded() && !says_no(said));
}

Error refusal_of_a_status(const WebhookAnswer& answer, const std::string& said) {
    switch (answer.status) {
    case 401:
    case 403:
        return {"unauthorised",
                fmt::format("it takes nothing from this address ({}); make a new webhook", said)};
    case 404:
    case 410:
        return {"gone", fmt::format("there is no such webhook or room any more ({})", said)};
    case 408:
    case 425:
    case 429:
        return {"busy", fmt::format("it asks for patience ({})", said)};
    default:
        return answer.status >= 500
                   ? Error{"busy", fmt::format("it fails ({})", said)}
                   : Error{"refused", fmt::format("it does not take this ({})", said)};
    }
}

} // namespace

std::optional<Error> refusal_in(const WebhookAnswer& answer, WebhookForm form) {
    const bool good = answer.status >= 200 && answer.status < 300;
    if (good && took(answer, form)) {
        return std::nullopt;
    }
    const auto said = answer.shown.empty()
                          ? fmt::format("HTTP {}", answer.status)
                          : fmt::format("HTTP {}: {}", answer.status, answer.shown);
    if (answer.status >= 300 && answer.status < 400) {
        return Error{"insecure", fmt::format("it sends us elsewhere ({}), which is not followed, "
                                             "since its address is a secret; put the new address "
                                             "into the settings if it is to be trusted",
                                             said)};
    }
    if ((good || answer.status == 400) && is_about_the_room(answer)) {
        return Error{"gone", fmt::format("there is no such webhook, or it may not write there any "
                                         "more ({}); make a new one",
                                         said)};
    }
    if (good) {
        return Error{"gone", fmt::format("it answers, and not as a webhook that took a post ({}); "
                                         "look at its address",
                                         said)};
    }
    return refusal_of_a_status(answer, said);
}

} // namespace klik::chat
