#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace klik::chat::webhook_slack {

/// `v0=` and the HMAC-SHA256 of `v0:TIMESTAMP:BODY` in hexadecimal digits, as Slack signs.
[[nodiscard]] std::string signature_of(std::string_view secret, std::string_view timestamp,
                                       std::string_view body);

/// Tells requests that Slack signed from all others, and takes each of them once.
class SignatureCheck {
  public:
    using Time = std::chrono::sys_seconds;
    enum class Verdict : std::uint8_t { good, forged, stale, repeated };

    explicit SignatureCheck(std::string secret) : secret_{std::move(secret)} {}

    /// The headers `X-Slack-Request-Timestamp` and `X-Slack-Signature`, and the body as it came.
    [[nodiscard]] Verdict check(std::string_view timestamp, std::string_view signature,
                                std::string_view body, Time now);

  private:
    std::string secret_;
    std::map<std::string, Time, std::less<>> taken_; ///< signatures of the last minutes
};

} // namespace klik::chat::webhook_slack
