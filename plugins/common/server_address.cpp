#include "common/server_address.hpp"

#include "common/server_place.hpp"

namespace klik::common {

std::optional<std::string> server_address(std::string_view words) {
    constexpr std::string_view tls = "https://";
    constexpr std::string_view plain = "http://";
    const bool has_tls = words.starts_with(tls);
    if (!has_tls && !words.starts_with(plain)) {
        return std::nullopt;
    }
    const auto rest = words.substr(has_tls ? tls.size() : plain.size());
    const auto authority = rest.substr(0, rest.find('/'));
    const auto place = server_place(authority);
    if (place.host.empty() || authority.contains('@') || authority.ends_with(':') ||
        (!place.port.empty() && !is_port(place.port)) || rest.find_first_of("?# ") != rest.npos ||
        (!has_tls && !is_loopback(place.host))) {
        return std::nullopt;
    }
    return std::string{words.substr(0, words.find_last_not_of('/') + 1)};
}

} // namespace klik::common
