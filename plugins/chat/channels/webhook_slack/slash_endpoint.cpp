#include "chat/channels/webhook_slack/slash_endpoint.hpp"

#include "chat/channels/webhook_slack/hasty_server.hpp"
#include "chat/seldom.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace klik::chat::webhook_slack {

namespace {

/// Slack waits for three seconds, from when it calls.
constexpr std::chrono::milliseconds longest_wait{2500};
constexpr std::size_t most_unread = 100;
constexpr std::size_t longest_body_bytes = 8192;

struct Words {
    int status;
    const char* text;
};

Words words_of(SignatureCheck::Verdict verdict) {
    switch (verdict) {
    case SignatureCheck::Verdict::stale:
        return {401, "it was signed more than five minutes ago, or one of the clocks is wrong"};
    case SignatureCheck::Verdict::repeated:
        return {409, "it came before"};
    default:
        return {401, "Slack did not sign it, or what `commands.signing_secret_file` (or "
                     "`signing_secret_credential`) holds is another app's"};
    }
}

} // namespace

/// What the threads of HTTP share with ours.
class SlashEndpoint::Desk {
  public:
    Desk(EndpointSettings settings, std::string channel)
        : settings_{std::move(settings)}, channel_{std::move(channel)},
          check_{settings_.signing_secret} {
        server_.set_payload_max_length(longest_body_bytes);
        server_.set_pre_routing_handler(
            [](const auto& request, auto& response) { return turned_away(request, response); });
        server_.Post(settings_.path,
                     [this](const auto& request, auto& response) { serve(request, response); });
    }

    ~Desk() {
        {
            const std::lock_guard lock{mutex_};
            ending_ = true;
            changed_.notify_all();
        }
        server_.stop();
        if (thread_.joinable()) {
            thread_.join();
        }
    }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    bool listen() {
        int port = settings_.port;
        if (port == 0) {
            port = server_.bind_to_any_port(settings_.host);
        } else if (!server_.bind_to_port(settings_.host, port)) {
            port = -1;
        }
        if (port < 0) {
            return false;
        }
        server_.widen_the_door();
        spdlog::info("[H420] channel {}: slash commands are heard at {}:{}{}", channel_,
                     settings_.host, port, settings_.path);
        thread_ = std::jthread{[this] { server_.listen_after_bind(); }};
        while (!server_.is_running()) { // before that it cannot be stopped
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
        return true;
    }

    std::vector<SlashCommand> take(std::chrono::milliseconds patience) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, patience, [this] { return !unread_.empty(); });
        return std::exchange(unread_, {});
    }

    bool answer(const std::string& id, const std::string& json) {
        const std::lock_guard lock{mutex_};
        const auto found = waiting_.find(id);
        if (found == waiting_.end()) {
            return false;
        }
        found->second = json;
        changed_.notify_all();
        return true;
    }

  private:
    /// A body that says how long it is, and is what it says: nothing to unpack, nothing without
    /// end.
    static httplib::Server::HandlerResponse turned_away(const httplib::Request& request,
                                                        httplib::Response& response) {
        using enum httplib::Server::HandlerResponse;
        const bool packed =
            request.has_header("Transfer-Encoding") || request.has_header("Content-Encoding");
        if (request.method == "POST" && !packed && request.has_header("Content-Length")) {
            return Unhandled;
        }
        response.status = request.method == "POST" ? 411 : 405;
        return Handled;
    }

    void serve(const httplib::Request& request, httplib::Response& response) {
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        if (is_check_of_tls(request.body)) {
            return;
        }
        std::unique_lock lock{mutex_};
        const auto verdict =
            check_.check(request.get_header_value("X-Slack-Request-Timestamp"),
                         request.get_header_value("X-Slack-Signature"), request.body, now);
        if (verdict != SignatureCheck::Verdict::good) {
            const auto words = words_of(verdict);
            const auto count = refused_[verdict].happens(std::chrono::steady_clock::now());
            if (count) {
                spdlog::warn("[H421] channel {}: a slash command was not taken: {}{}", channel_,
                             words.text,
                             *count > 1 ? fmt::format(" ({} were not taken by now)", *count) : "");
            }
            response.status = words.status;
            return;
        }
        auto command = slash_command(request.body);
        if (!command) {
            response.status = 400;
            return;
        }
        if (unread_.size() >= most_unread || ending_) {
            response.status = 503;
            return;
        }
        const auto id = command->id;
        unread_.push_back(*std::move(command));
        waiting_[id];
        changed_.notify_all();
        changed_.wait_until(lock, HastyServer::came() + longest_wait,
                            [&] { return !waiting_[id].empty() || ending_; });
        const auto json = waiting_.extract(id).mapped();
        response.set_content(json.empty() ? settings_.on_its_way : json, "application/json");
    }

    const EndpointSettings settings_;
    const std::string channel_;
    std::mutex mutex_;
    std::condition_variable changed_;
    SignatureCheck check_;
    std::vector<SlashCommand> unread_;
    std::map<std::string, std::string> waiting_; ///< the answer, once there is one
    std::map<SignatureCheck::Verdict, Seldom> refused_;
    bool ending_ = false;
    HastyServer server_;
    std::jthread thread_;
};

Result<std::unique_ptr<SlashEndpoint>> SlashEndpoint::open(EndpointSettings settings,
                                                           const std::string& channel) {
    const auto place = fmt::format("{}:{}", settings.host, settings.port);
    auto desk = std::make_unique<Desk>(std::move(settings), channel);
    if (!desk->listen()) {
        return std::unexpected(Error{
            "unusable", fmt::format("slash commands cannot be heard at {}: the address is not this "
                                    "machine's, or somebody else has it",
                                    place)});
    }
    return std::unique_ptr<SlashEndpoint>{new SlashEndpoint{std::move(desk)}};
}

SlashEndpoint::SlashEndpoint(std::unique_ptr<Desk> desk) : desk_{std::move(desk)} {}

SlashEndpoint::~SlashEndpoint() = default;

std::vector<SlashCommand> SlashEndpoint::take(std::chrono::milliseconds patience) {
    return desk_->take(patience);
}

bool SlashEndpoint::answer(const std::string& id, const std::string& json) {
    return desk_->answer(id, json);
}

} // namespace klik::chat::webhook_slack
