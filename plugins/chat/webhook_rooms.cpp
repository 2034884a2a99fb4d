#include "chat/webhook_rooms.hpp"

#include "common/clock.hpp"
#include "common/nearest_word.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace klik::chat {

namespace {

constexpr common::BackOff back_off{std::chrono::seconds{2}, std::chrono::minutes{5}};
constexpr std::chrono::seconds longest_wait{std::chrono::hours{1}};
/// Before the ids of what is sent aside; no room is called like that.
constexpr std::string_view aside_mark = "/";

/// At most an hour.
std::optional<std::chrono::seconds> patience_asked(const WebhookAnswer& answer) {
    return answer.retry_after ? std::optional{std::min(*answer.retry_after, longest_wait)}
                              : std::nullopt;
}

Happening happening_aside(std::string id, const Result<WebhookAnswer>& answer) {
    if (!answer) {
        return NotPosted{.id = std::move(id), .error = answer.error()};
    }
    auto refusal = refusal_in(*answer, WebhookForm::slack);
    if (!refusal) {
        return Posted{std::move(id)};
    }
    return NotPosted{
        .id = std::move(id), .error = *std::move(refusal), .wait = patience_asked(*answer)};
}

} // namespace

WebhookSettings read_webhook_settings(common::Section& section,
                                      const std::vector<std::string>& rooms,
                                      const ReadMore& read_more) {
    WebhookSettings settings;
    settings.ca_file = section.certificates("ca_file");
    common::Section table{section, "rooms"};
    for (const auto& room : rooms) {
        common::Section one{table, room};
        const auto url = one.secret("url");
        if (!one.has("url_file") && !one.has("url_credential")) {
            table.refuse(room,
                         "a table with `url_file` or `url_credential`: the webhook's address, "
                         "which is a secret");
        } else if (url && !is_webhook_address(*url)) {
            table.report(room, "the webhook's address must begin with https:// (http:// is for "
                               "this machine alone), without a user and without spaces");
        }
        if (read_more) {
            read_more(one, room);
        }
        one.finish();
        settings.addresses.emplace(room, url.value_or(""));
    }
    const std::vector<std::string_view> known{rooms.begin(), rooms.end()};
    for (const auto& name : table.keys()) {
        if (std::ranges::find(rooms, name) == rooms.end()) {
            table.report(name, fmt::format("no table [plugins.chat.rooms.NAME] of this channel has "
                                           "`room = \"{}\"`{}",
                                           name, common::guess_at(name, known)));
        }
    }
    return settings;
}

WebhookRooms::WebhookRooms(const std::string& channel, const WebhookSettings& settings,
                           const Manner& manner)
    : channel_{channel}, manner_{manner}, webhooks_{"klik-chat", settings.ca_file} {
    for (const auto& [room, url] : settings.addresses) {
        hooks_.try_emplace(room, room, url, common::Trouble{manner.begins, manner.ends});
    }
}

bool WebhookRooms::ready(const std::string& room) const {
    const auto found = hooks_.find(room);
    const auto now = std::chrono::steady_clock::now();
    return found != hooks_.end() && found->second.in_flight.empty() && now >= found->second.next &&
           now >= next_of_all_;
}

void WebhookRooms::was_refused(const std::string& room) {
    if (const auto found = hooks_.find(room); found != hooks_.end()) {
        found->second.refused = 1;
    }
}

void WebhookRooms::post(const Post& post, std::string json) {
    const auto found = hooks_.find(post.room);
    if (found == hooks_.end()) {
        happenings_.emplace_back(NotPosted{post.id, {"refused", "it is no room of this channel"}});
        return;
    }
    if (!ready(post.room)) {
        happenings_.emplace_back(NotPosted{post.id, {"busy", "it is not its turn yet"}});
        return;
    }
    auto& hook = found->second;
    const auto now = std::chrono::steady_clock::now();
    hook.in_flight = post.id;
    hook.next = now + manner_.pause;
    next_of_all_ = manner_.pause_is_shared ? now + manner_.pause : next_of_all_;
    webhooks_.send(post.room, hook.url, std::move(json));
}

void WebhookRooms::send_aside(const std::string& id, const std::string& url, std::string json) {
    webhooks_.send(std::string{aside_mark} + id, url, std::move(json));
}

std::vector<Happening> WebhookRooms::work(std::chrono::milliseconds patience) {
    const auto outcomes =
        webhooks_.work(happenings_.empty() ? patience : std::chrono::milliseconds{0});
    for (const auto& [room, answer] : outcomes) {
        if (const auto hook = hooks_.find(room); hook != hooks_.end()) {
            happenings_.push_back(happening_of(hook->second, answer));
        } else {
            aside_.push_back(happening_aside(room.substr(aside_mark.size()), answer));
        }
    }
    return std::exchange(happenings_, {});
}

bool WebhookRooms::knows_server(std::string_view url) const {
    return std::ranges::any_of(hooks_,
                               [&](const auto& each) { return same_server(each.second.url, url); });
}

Happening WebhookRooms::happening_of(Hook& hook, const Result<WebhookAnswer>& answer) {
    auto id = std::exchange(hook.in_flight, {});
    auto refusal = answer ? refusal_in(*answer, manner_.form) : std::optional{answer.error()};
    if (!refusal) {
        hook.failures = hook.refused = 0;
        hook.trouble.is_over("it takes posts again");
        return Posted{std::move(id)};
    }
    auto error = *std::move(refusal);
    if (error.code == "refused" && ++hook.refused == 1) { // the webhook works; it is this post
        return NotPosted{std::move(id), std::move(error)};
    }
    if (error.code == "refused") {
        error = {"gone", fmt::format("it refuses one post after the other: {}", error.text)};
    }
    const auto asked = answer ? patience_asked(*answer) : std::nullopt;
    const auto wait = asked.value_or(back_off.after(++hook.failures));
    hook.next = std::chrono::steady_clock::now() + wait;
    hook.trouble.lasts(
        fmt::format("channel {}, webhook of {}", channel_, hook.name),
        "it cannot be used; what is to be said there waits, and it is tried again: " + error.text);
    return NotPosted{std::move(id), std::move(error), wait, true};
}

} // namespace klik::chat
