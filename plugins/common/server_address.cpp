#include "common/server_address.hpp"

namespace klik::common {

namespace {

bool is_loopback(std::string_view host_and_on) {
    const auto ends_host = [&](std::string_view name) {
        return host_and_on.starts_with(name) &&
               (host_and_on.size() == name.size() || host_and_on[name.size()] == ':' ||
                host_and_on[name.size()] == '/');
    };
    return ends_host("127.0.0.1") || ends_host("localhost") || ends_host("[::1]");
}

} // namespace

std::optional<std::string> server_address(std::string_view words) {
    constexpr std::string_view tls = "https://";
    constexpr std::string_view plain = "http://";
    const bool has_tls = words.starts_with(tls);
    if (!has_tls && !words.starts_with(plain)) {
        return std::nullopt;
    }
    const auto rest = words.substr(has_tls ? tls.size() : plain.size());
    const bool has_secret = rest.substr(0, rest.find('/')).contains('@');
    if (rest.empty() || rest.front() == '/' || has_secret ||
        rest.find_first_of("?# ") != rest.npos || (!has_tls && !is_loopback(rest))) {
        return std::nullopt;
    }
    return std::string{words.substr(0, words.find_last_not_of('/') + 1)};
}

} // namespace klik::common
