#pragma once

#include <string_view>

namespace klik::common {

/// Host and port as a URL has them.
struct ServerPlace {
    std::string_view host; ///< `[::1]` with its brackets
    std::string_view port; ///< empty where there is none
};

/// Of `host:port` or `[::1]:port`.
[[nodiscard]] ServerPlace server_place(std::string_view text);
/// A whole number from 1 to 65535.
[[nodiscard]] bool is_port(std::string_view text);
/// Whether that host is this machine, whoever listens elsewhere.
[[nodiscard]] bool is_loopback(std::string_view host);

} // namespace klik::common
