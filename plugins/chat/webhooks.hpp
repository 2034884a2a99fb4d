#pragma once

#include "common/transfer.hpp"

#include <klik/error.hpp>

#include <chrono>
#include <filesystem>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::chat {

/// What a webhook answers.
struct WebhookAnswer {
    long status = 0;
    std::optional<std::chrono::seconds> retry_after{};
    std::string body{};
    bool is_cut = false; ///< the body is longer
    /// What may be shown of it: servers like to repeat the address, which is a secret.
    std::string shown{};
};

/// Sends JSON to addresses that are secrets: no log line and no error holds one, and no redirect is
/// followed. Several may be on their way at once, and nobody waits for one that does not answer.
class Webhooks {
  public:
    struct Outcome {
        std::string id;
        Result<WebhookAnswer>
            answer; ///< error: `unreachable`, `busy` (sent, and no answer), `insecure`
    };

    Webhooks(std::string program, std::optional<std::filesystem::path> ca_file);
    ~Webhooks();
    Webhooks(const Webhooks&) = delete;
    Webhooks& operator=(const Webhooks&) = delete;

    void send(std::string id, const std::string& url, std::string json);
    /// What has come to an end; waits for at most so long where nothing has.
    [[nodiscard]] std::vector<Outcome> work(std::chrono::milliseconds patience);

  private:
    struct Sending;
    struct Cleanup {
        void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
    };
    void gather(std::vector<Outcome>& outcomes);

    std::string program_;
    std::optional<std::filesystem::path> ca_file_;
    std::unique_ptr<CURLM, Cleanup> handle_;
    std::list<std::unique_ptr<Sending>> sending_;
};

/// https, or http on this machine; without a user and without a fragment.
[[nodiscard]] bool is_webhook_address(std::string_view url);
/// The beginning of an answer on one line; a sentence instead where any part of the address is in
/// it.
[[nodiscard]] std::string quotable(std::string_view body, std::string_view url);
/// Both are addresses, and of one server: scheme, host and port.
[[nodiscard]] bool same_server(std::string_view one, std::string_view other);

} // namespace klik::chat
