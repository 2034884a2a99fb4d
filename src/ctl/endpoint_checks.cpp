#include "ctl/endpoint_checks.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

namespace klik::ctl {

namespace {

constexpr int patience_ms = 2000;
constexpr std::string_view tcp = "tcp://";
constexpr std::string_view ipc = "ipc://";

struct HostAndPort {
    std::string host;
    std::string port;
};

std::optional<HostAndPort> host_and_port(std::string_view endpoint) {
    if (!endpoint.starts_with(tcp)) {
        return std::nullopt;
    }
    endpoint.remove_prefix(tcp.size());
    const auto colon = endpoint.rfind(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    std::string host{endpoint.substr(0, colon)};
    std::erase_if(host, [](char sign) { return sign == '[' || sign == ']'; });
    return HostAndPort{host == "*" ? "0.0.0.0" : host, std::string{endpoint.substr(colon + 1)}};
}

class Socket {
  public:
    explicit Socket(int family)
        : descriptor_{::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)} {}
    ~Socket() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    [[nodiscard]] int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses addresses_of(const HostAndPort& place) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(place.host.c_str(), place.port.c_str(), &hints, &found) != 0) {
        found = nullptr;
    }
    return {found, &::freeaddrinfo};
}

std::string error_text(int error) {
    return std::error_code{error, std::generic_category()}.message();
}

/// One of them is: a name such as `localhost` has several.
bool is_taken(const addrinfo& addresses) {
    for (const auto* address = &addresses; address != nullptr; address = address->ai_next) {
        const Socket socket{address->ai_family};
        const int on = 1; // as ZeroMQ does: what closed a moment ago is in nobody's way
        ::setsockopt(socket.descriptor(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (::bind(socket.descriptor(), address->ai_addr, address->ai_addrlen) != 0 &&
            errno == EADDRINUSE) {
            return true;
        }
    }
    return false;
}

/// The number of the socket that listens on the port, by the kernel's table.
std::string listening_socket(unsigned port) {
    const auto wanted = fmt::format(":{:04X}", port);
    for (const char* const table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::ifstream file{table};
        for (std::string line; std::getline(file, line);) {
            std::istringstream words{line};
            std::string slot, local, remote, state, word;
            words >> slot >> local >> remote >> state;
            if (state == "0A" && local.ends_with(wanted)) {
                for (int skipped = 0; skipped < 6; ++skipped) { // up to the column `inode`
                    words >> word;
                }
                return word;
            }
        }
    }
    return {};
}

bool has_open(const std::filesystem::path& process, const std::string& wanted) {
    std::error_code none; // it may end while it is looked at
    std::filesystem::directory_iterator each{process / "fd", none};
    for (; each != std::filesystem::directory_iterator{}; each.increment(none)) {
        if (std::filesystem::read_symlink(each->path(), none) == wanted) {
            return true;
        }
    }
    return false;
}

std::string process_with(const std::string& socket) {
    const std::string wanted = "socket:[" + socket + "]";
    std::error_code none;
    std::filesystem::directory_iterator each{"/proc", none};
    for (; each != std::filesystem::directory_iterator{}; each.increment(none)) {
        const auto number = each->path().filename().native();
        if (std::ranges::all_of(number, [](unsigned char sign) { return std::isdigit(sign); }) &&
            has_open(each->path(), wanted)) {
            std::string name;
            std::getline(std::ifstream{each->path() / "comm"} >> std::ws, name);
            return fmt::format("{} ({})", number, name);
        }
    }
    return {};
}

/// An error's number; 0 when the connection stands.
int connected(int descriptor, const sockaddr* address, socklen_t size) {
    if (::connect(descriptor, address, size) == 0) {
        return 0;
    }
    if (errno != EINPROGRESS) {
        return errno;
    }
    pollfd waits{.fd = descriptor, .events = POLLOUT, .revents = 0};
    if (::poll(&waits, 1, patience_ms) <= 0) {
        return ETIMEDOUT;
    }
    int error = 0;
    socklen_t length = sizeof error;
    ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length);
    return error;
}

std::optional<std::string> unreachable_path(std::string_view path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return error_text(ENAMETOOLONG);
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    const Socket socket{AF_UNIX};
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the interface of sockets
    const int error =
        connected(socket.descriptor(), reinterpret_cast<sockaddr*>(&address), sizeof address);
    return error == 0 ? std::nullopt : std::optional{error_text(error)};
}

} // namespace

std::optional<std::string> taken_by(const std::string& endpoint) {
    const auto place = host_and_port(endpoint);
    unsigned port = 0;
    if (!place ||
        std::from_chars(place->port.data(), place->port.data() + place->port.size(), port).ec !=
            std::errc{} ||
        port == 0) {
        return std::nullopt;
    }
    const auto addresses = addresses_of(*place);
    if (!addresses) {
        return std::nullopt;
    }
    if (!is_taken(*addresses)) {
        return std::nullopt;
    }
    const auto listening = listening_socket(port);
    return listening.empty() ? std::string{} : process_with(listening);
}

std::optional<std::string> unreachable(const std::string& endpoint) {
    if (endpoint.starts_with(ipc)) {
        return unreachable_path(std::string_view{endpoint}.substr(ipc.size()));
    }
    const auto place = host_and_port(endpoint);
    if (!place) {
        return "no endpoint of tcp or ipc";
    }
    const auto addresses = addresses_of(*place);
    if (!addresses) {
        return "the name of the host is not known";
    }
    int error = 0;
    for (const auto* address = addresses.get(); address != nullptr; address = address->ai_next) {
        const Socket socket{address->ai_family};
        error = connected(socket.descriptor(), address->ai_addr, address->ai_addrlen);
        if (error == 0) {
            return std::nullopt;
        }
    }
    return error_text(error);
}

} // namespace klik::ctl
