#include "common/server_place.hpp"

#include <charconv>

namespace klik::common {

ServerPlace server_place(std::string_view text) {
    const auto colon = text.rfind(':');
    const auto bracket = text.rfind(']');
    const bool in_brackets = bracket != std::string_view::npos && colon < bracket;
    if (colon == std::string_view::npos || in_brackets) {
        return {text, {}};
    }
    return {text.substr(0, colon), text.substr(colon + 1)};
}

bool is_port(std::string_view text) {
    constexpr unsigned highest = 65535;
    unsigned port = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size() && port > 0 &&
           port <= highest;
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "[::1]" ||
           (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
}

} // namespace klik::common
