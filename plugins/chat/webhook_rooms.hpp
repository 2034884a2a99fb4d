#pragma once

#include "chat/channel.hpp"
#include "chat/webhook_verdict.hpp"
#include "chat/webhooks.hpp"
#include "common/log.hpp"
#include "common/settings.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klik::chat {

struct WebhookSettings {
    std::map<std::string, std::string> addresses{}; ///< by room; each is a secret
    std::optional<std::filesystem::path> ca_file{};
};

/// What else stands in the table of a room.
using ReadMore = std::function<void(common::Section& table, const std::string& room)>;

/// `ca_file`, and `rooms.ROOM` with `url_file` or `url_credential` for each of `rooms`; what is
/// wrong is in the file's mistakes.
[[nodiscard]] WebhookSettings read_webhook_settings(common::Section& section,
                                                    const std::vector<std::string>& rooms,
                                                    const ReadMore& read_more = {});

/// Rooms that are reached by one webhook each: one post after the other, at the pace that the other
/// end allows, and longer apart while it fails.
class WebhookRooms {
  public:
    struct Manner {
        std::string_view begins; ///< ids of the lines in the log, such as "H410"
        std::string_view ends;
        WebhookForm form;
        std::chrono::milliseconds pause; ///< between two posts
        bool pause_is_shared = false;    ///< by all rooms
    };

    WebhookRooms(const std::string& channel, const WebhookSettings& settings, const Manner& manner);

    [[nodiscard]] bool ready(const std::string& room) const;
    /// Before this program was started.
    void was_refused(const std::string& room);
    /// `json` is what the webhook is to be sent.
    void post(const Post& post, std::string json);
    /// Something else for the same server; `aside` says what became of it.
    void send_aside(const std::string& id, const std::string& url, std::string json);
    [[nodiscard]] std::vector<Happening> aside() { return std::exchange(aside_, {}); }
    [[nodiscard]] bool knows(const std::string& room) const { return hooks_.contains(room); }
    [[nodiscard]] std::vector<Happening> work(std::chrono::milliseconds patience);
    /// An address of one of the rooms' servers.
    [[nodiscard]] bool knows_server(std::string_view url) const;

  private:
    using Instant = std::chrono::steady_clock::time_point;
    struct Hook {
        std::string name;
        std::string url;
        common::Trouble trouble;
        std::string in_flight{}; ///< id of the post; empty for none
        int failures = 0;
        int refused = 0; ///< posts in a row; more than one is no matter of the post any more
        Instant next{};
    };

    [[nodiscard]] Happening happening_of(Hook& hook, const Result<WebhookAnswer>& answer);

    std::string channel_;
    Manner manner_;
    std::map<std::string, Hook> hooks_; ///< by room
    Webhooks webhooks_;
    Instant next_of_all_{};
    std::vector<Happening> happenings_;
    std::vector<Happening> aside_;
};

} // namespace klik::chat
