#pragma once

#include "common/transfer.hpp"

#include <klik/error.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace klik::common {

struct HttpRequest {
    std::string method;
    std::string path; ///< percent-encoded, from `/` on
    std::string body;
    std::vector<std::string> headers;
};

struct HttpResponse {
    long status = 0;
    std::string etag; ///< as it came, quotes included
    /// Of `Retry-After`, where the server gave it in seconds.
    std::optional<std::chrono::seconds> retry_after{};
    std::string body;
};

struct HttpAccess {
    std::string server;  ///< base URL without a slash at its end
    std::string program; ///< who asks: `User-Agent`
    std::string user{};  ///< empty: no HTTP authentication
    std::string password{};
    std::optional<std::filesystem::path> ca_file{};
    std::vector<std::string> headers{}; ///< of each request, such as that of an API key
    /// For so long nothing may come, or next to nothing.
    std::chrono::seconds longest_pause{60};
    std::chrono::seconds longest_request{300};
};

/// One server that is asked one thing after the other.
class HttpServer {
  public:
    /// `meanwhile` is called several times a second, and breaks a transfer off by false.
    HttpServer(HttpAccess access, std::function<bool()> meanwhile);

    /// Any status is an answer. Errors: `unreachable` with why, `slow` when it
    /// was reached and the answer takes too long, `too_large`, `interrupted`.
    [[nodiscard]] Result<HttpResponse> ask(const HttpRequest& request);

  private:
    HttpAccess access_;
    std::function<bool()> meanwhile_;
    Transfers transfers_;
};

} // namespace klik::common
