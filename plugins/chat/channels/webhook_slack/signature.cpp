#include "chat/channels/webhook_slack/signature.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>
#include <optional>

namespace klik::chat::webhook_slack {

namespace {

constexpr std::chrono::minutes window{5};

std::optional<SignatureCheck::Time> time_in(std::string_view timestamp) {
    std::int64_t seconds = 0;
    const auto read =
        std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
    constexpr std::int64_t year_3000 = 32'503'680'000;
    const bool usable = read.ec == std::errc{} && read.ptr == timestamp.data() + timestamp.size() &&
                        seconds > 0 && seconds < year_3000;
    return usable ? std::optional{SignatureCheck::Time{std::chrono::seconds{seconds}}}
                  : std::nullopt;
}

/// Takes as long wherever the difference is.
bool same(std::string_view one, std::string_view other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

} // namespace

std::string signature_of(std::string_view secret, std::string_view timestamp,
                         std::string_view body) {
    const auto text = fmt::format("v0:{}:{}", timestamp, body);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
    return fmt::format("v0={:02x}", fmt::join(digest.data(), digest.data() + size, ""));
}

SignatureCheck::Verdict SignatureCheck::check(std::string_view timestamp,
                                              std::string_view signature, std::string_view body,
                                              Time now) {
    if (!same(signature_of(secret_, timestamp, body), signature)) {
        return Verdict::forged;
    }
    const auto when = time_in(timestamp);
    if (!when || *when < now - window || *when > now + window) {
        return Verdict::stale;
    }
    // Twice the window: one from a clock that is ahead is good for that long.
    std::erase_if(taken_, [&](const auto& each) { return each.second + 2 * window < now; });
    const bool first = taken_.emplace(signature, now).second;
    return first ? Verdict::good : Verdict::repeated;
}

} // namespace klik::chat::webhook_slack
