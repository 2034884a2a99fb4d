#include "bus/endpoint.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <optional>

namespace klik::bus {

namespace {

constexpr unsigned highest_port = 65535;
/// From here on the system hands ports out to outgoing connections.
constexpr unsigned first_ephemeral_port = 32768;
constexpr std::string_view tcp_scheme = "tcp://";
constexpr std::string_view ipc_scheme = "ipc://";

constexpr std::string_view no_port_number = "has a port that is not a number of at most 65535";
constexpr std::string_view ephemeral_port =
    "has a port that the system may give to somebody else; use one below 32768, or 0 for any free "
    "one";

enum class Purpose { bind, connect };

std::unexpected<domain::Problem> refuse(std::string_view text, std::string reason) {
    return domain::malformed(std::string{text}, std::move(reason));
}

/// The host as ZeroMQ takes it, or nothing when it is not this machine's loopback.
std::optional<std::string> loopback_host(std::string_view host) {
    if (host == "localhost") {
        return "127.0.0.1"; // binding does not look names up
    }
    if (host == "[::1]") {
        return std::string{host};
    }
    in_addr address{};
    std::string text{host};
    constexpr unsigned loopback_network = 127;
    if (inet_pton(AF_INET, text.c_str(), &address) == 1 &&
        ntohl(address.s_addr) >> 24U == loopback_network) {
        return text;
    }
    return std::nullopt;
}

/// The host as ZeroMQ takes it, or nothing when it is no address in numbers.
std::optional<std::string> any_host(std::string_view host) {
    if (host == "*") {
        return "0.0.0.0";
    }
    std::string text{host};
    if (in_addr address{}; inet_pton(AF_INET, text.c_str(), &address) == 1) {
        return text;
    }
    in6_addr address{};
    if (text.size() > 2 && text.front() == '[' && text.back() == ']' &&
        inet_pton(AF_INET6, text.substr(1, text.size() - 2).c_str(), &address) == 1) {
        return text;
    }
    return loopback_host(host);
}

std::optional<unsigned> port_number(std::string_view text) {
    unsigned port = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (failure != std::errc{} || end != text.data() + text.size() || port > highest_port) {
        return std::nullopt;
    }
    return port;
}

domain::Result<Endpoint> tcp_endpoint(std::string_view text, Purpose purpose,
                                      Protection protection) {
    const std::string_view rest = text.substr(tcp_scheme.size());
    const auto colon = rest.rfind(':');
    if (colon == std::string_view::npos) {
        return refuse(text, "has no port; write tcp://127.0.0.1:PORT");
    }
    const bool curve = protection == Protection::curve;
    const auto host =
        curve ? any_host(rest.substr(0, colon)) : loopback_host(rest.substr(0, colon));
    if (!host) {
        return refuse(text, curve
                                ? "is not an address in numbers; write 192.0.2.7, [2001:db8::7], "
                                  "or * for all of this machine's"
                                : "is not a loopback address; without CURVE keys klikd talks to "
                                  "nobody beyond this machine: add a table [curve] "
                                  "(docs/configuration.md), or use 127.0.0.1, [::1] or localhost");
    }
    const std::string_view port_text = rest.substr(colon + 1);
    const auto port = port_text == "*" ? std::optional{0U} : port_number(port_text);
    if (!port) {
        return refuse(text, std::string{no_port_number});
    }
    if (purpose == Purpose::bind && *port >= first_ephemeral_port) {
        return refuse(text, std::string{ephemeral_port});
    }
    if (purpose == Purpose::connect && *port == 0) {
        return refuse(text, "names no port to connect to");
    }
    return Endpoint{fmt::format("{}{}:{}", tcp_scheme, *host, *port)};
}

domain::Result<Endpoint> ipc_endpoint(std::string_view text, Purpose purpose,
                                      Protection protection) {
    const std::filesystem::path path{text.substr(ipc_scheme.size())};
    if (!path.is_absolute() || !path.has_filename()) {
        return refuse(text, "needs the absolute path of a socket, such as ipc:///run/klikd/live");
    }
    if (path.native().size() >= sizeof(sockaddr_un::sun_path)) {
        return refuse(text, fmt::format("has a path longer than {} bytes",
                                        sizeof(sockaddr_un::sun_path) - 1));
    }
    if (purpose == Purpose::connect) {
        return Endpoint{std::string{text}};
    }
    const std::string folder = path.parent_path().native();
    struct stat status{};
    if (stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
        return refuse(text, fmt::format("lies in no folder; make it with mkdir -m 700 {}", folder));
    }
    if (protection == Protection::curve) {
        return Endpoint{std::string{text}};
    }
    constexpr mode_t others = S_IRWXG | S_IRWXO;
    if (status.st_uid != geteuid() || (status.st_mode & others) != 0) {
        return refuse(text,
                      fmt::format("lies in a folder that others can enter; it must be ours and "
                                  "have mode 0700 (chmod 700 {})",
                                  folder));
    }
    return Endpoint{std::string{text}};
}

domain::Result<Endpoint> checked(std::string_view text, Purpose purpose, Protection protection) {
    if (text.starts_with(tcp_scheme)) {
        return tcp_endpoint(text, purpose, protection);
    }
    if (text.starts_with(ipc_scheme)) {
        return ipc_endpoint(text, purpose, protection);
    }
    return refuse(text, "is not an endpoint; write tcp://127.0.0.1:PORT or ipc:///path/of/socket");
}

} // namespace

domain::Result<Endpoint> endpoint_to_bind(std::string_view text, Protection protection) {
    return checked(text, Purpose::bind, protection);
}

domain::Result<std::string> loopback_address(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) {
        return refuse(text, "has no port; write 127.0.0.1:PORT");
    }
    const auto host = loopback_host(text.substr(0, colon));
    if (!host || host->starts_with('[')) {
        return refuse(text, "is not an address of this machine alone; use 127.0.0.1 or localhost");
    }
    const auto port = port_number(text.substr(colon + 1));
    if (!port) {
        return refuse(text, std::string{no_port_number});
    }
    if (*port >= first_ephemeral_port) {
        return refuse(text, std::string{ephemeral_port});
    }
    return fmt::format("{}:{}", *host, *port);
}

domain::Result<Endpoint> endpoint_to_connect(std::string_view text, Protection protection) {
    return checked(text, Purpose::connect, protection);
}

} // namespace klik::bus
