#pragma once

#include "common/http.hpp"
#include "portfolio/redmine_settings.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::portfolio {

/// Percent-encoded for a query.
[[nodiscard]] std::string in_query(std::string_view text);
/// `unreadable`: an answer that Redmine does not give.
[[nodiscard]] std::unexpected<Error> not_redmine();

/// Redmine's REST interface: JSON over HTTP, and its answers as the errors of `Tool`. The key is in
/// a header of requests to this server alone; a redirection is not followed.
class RedmineServer {
  public:
    RedmineServer(const RedmineSettings& settings, std::function<bool()> meanwhile);

    /// `path` is from `/` on, with its query. The answer has `part`; else it is `unreadable`.
    [[nodiscard]] Result<nlohmann::json> get(const std::string& path, std::string_view part);
    /// All pages of a listing, of the array `kind`. Each entry once and none left out, though
    /// entries come and go meanwhile; else `busy`.
    [[nodiscard]] Result<std::vector<nlohmann::json>> list(const std::string& path,
                                                           const std::string& kind);
    /// An empty answer is null.
    [[nodiscard]] Result<nlohmann::json> send(const std::string& method, const std::string& path,
                                              const nlohmann::json& body = nullptr);

    /// With its last answer; one second where that was of one request too many and says no time.
    [[nodiscard]] std::optional<std::chrono::seconds> asks_to_wait() const { return wait_; }
    /// What the last answer named as wrong, one by one, in Redmine's words.
    [[nodiscard]] const std::vector<std::string>& said() const { return said_; }
    [[nodiscard]] std::uint64_t requests() const { return requests_; }

  private:
    void keep_pace();
    [[nodiscard]] Result<nlohmann::json> ask(const common::HttpRequest& request);
    [[nodiscard]] Result<std::optional<std::vector<nlohmann::json>>>
    list_once(const std::string& path, const std::string& kind);

    std::string address_;
    common::HttpServer http_;
    std::function<bool()> meanwhile_;
    std::chrono::steady_clock::duration pace_{};
    std::chrono::steady_clock::time_point next_{};
    std::optional<std::chrono::seconds> wait_;
    std::vector<std::string> said_;
    std::uint64_t requests_ = 0;
};

} // namespace klik::portfolio
