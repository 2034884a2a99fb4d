#include "bus/socket_options.hpp"

#include <fmt/core.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <iterator>
#include <random>

namespace klik::bus {

namespace {

constexpr std::chrono::milliseconds handshake{3000};
constexpr std::chrono::milliseconds heartbeat{1000};
constexpr std::chrono::milliseconds heartbeat_timeout{3000};
constexpr std::chrono::milliseconds reconnect{100};
constexpr std::chrono::milliseconds reconnect_at_most{5000};
constexpr int live_queue = 10000;
constexpr int control_send_queue = 20000;
constexpr int control_receive_queue = 1000;

int milliseconds_of(std::chrono::milliseconds span) {
    return static_cast<int>(span.count());
}

zmq::socket_type type_of(SocketRole role) {
    switch (role) {
    case SocketRole::live:
        return zmq::socket_type::pub;
    case SocketRole::control:
        return zmq::socket_type::router;
    case SocketRole::platform:
        return zmq::socket_type::sub;
    case SocketRole::platform_stream:
        break;
    }
    return zmq::socket_type::dealer;
}

/// ZeroMQ takes the path of an ipc socket away from whoever holds it; a file that was left behind
/// answers nobody.
bool somebody_answers(const Endpoint& endpoint) {
    constexpr std::string_view ipc_scheme = "ipc://";
    sockaddr_un address{};
    const std::string_view path = std::string_view{endpoint.address}.substr(
        endpoint.address.starts_with(ipc_scheme) ? ipc_scheme.size() : endpoint.address.size());
    if (path.empty() || path.size() >= sizeof address.sun_path) {
        return false;
    }
    address.sun_family = AF_UNIX;
    std::ranges::copy(path, std::begin(address.sun_path));
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the sockets' own interface
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    const bool answered =
        ::connect(probe, generic, sizeof address) == 0 || errno == EAGAIN; // many wait there
    ::close(probe);
    return answered;
}

/// A ROUTER counts the ids that it gives from what `rand` says as it is made, and nobody seeds
/// that. Whoever knows the next id can claim it as an own one: ZeroMQ 4.3.4 ends the process when
/// it comes to give it, and the id of a connection that broke could be taken over.
void make_ids_unforeseeable() {
    std::srand(std::random_device{}());
}

/// What has to be set for this address before binding or connecting to it.
void prepare_for(zmq::socket_t& socket, const Endpoint& endpoint) {
    // With IPv6 on, an IPv4 address would be bound and named as one of IPv6.
    socket.set(zmq::sockopt::ipv6, endpoint.address.starts_with("tcp://["));
}

} // namespace

zmq::socket_t make_socket(Context& context, SocketRole role) {
    if (role == SocketRole::control) {
        make_ids_unforeseeable();
    }
    zmq::socket_t socket{context, type_of(role)};
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(max_message_bytes));
    socket.set(zmq::sockopt::handshake_ivl, milliseconds_of(handshake));
    socket.set(zmq::sockopt::heartbeat_ivl, milliseconds_of(heartbeat));
    socket.set(zmq::sockopt::heartbeat_timeout, milliseconds_of(heartbeat_timeout));
    socket.set(zmq::sockopt::heartbeat_ttl, milliseconds_of(heartbeat_timeout));
    switch (role) {
    case SocketRole::live:
        socket.set(zmq::sockopt::sndhwm, live_queue);
        break;
    case SocketRole::control:
        socket.set(zmq::sockopt::sndhwm, control_send_queue);
        socket.set(zmq::sockopt::rcvhwm, control_receive_queue);
        socket.set(zmq::sockopt::router_mandatory, true);
        socket.set(zmq::sockopt::router_handover, false);
        break;
    case SocketRole::platform:
    case SocketRole::platform_stream:
        socket.set(zmq::sockopt::rcvhwm, live_queue);
        socket.set(zmq::sockopt::reconnect_ivl, milliseconds_of(reconnect));
        socket.set(zmq::sockopt::reconnect_ivl_max, milliseconds_of(reconnect_at_most));
        break;
    }
    return socket;
}

domain::Result<Endpoint> bind(zmq::socket_t& socket, const Endpoint& endpoint) {
    if (somebody_answers(endpoint)) {
        return std::unexpected(
            domain::Problem{"unusable", endpoint.address,
                            "cannot be bound (another process answers there); end what uses it or "
                            "configure another"});
    }
    try {
        prepare_for(socket, endpoint);
        socket.bind(endpoint.address);
        return Endpoint{socket.get(zmq::sockopt::last_endpoint)};
    } catch (const zmq::error_t& failure) {
        return std::unexpected(domain::Problem{
            "unusable", endpoint.address,
            fmt::format("cannot be bound ({}); end what uses it or configure another",
                        failure.what())});
    }
}

domain::Result<void> connect(zmq::socket_t& socket, const Endpoint& endpoint) {
    try {
        prepare_for(socket, endpoint);
        socket.connect(endpoint.address);
        return {};
    } catch (const zmq::error_t& failure) {
        return std::unexpected(
            domain::Problem{"unusable", endpoint.address,
                            fmt::format("cannot be connected to ({})", failure.what())});
    }
}

void drain_at_close(zmq::socket_t& socket, std::chrono::milliseconds at_most) {
    socket.set(zmq::sockopt::linger, milliseconds_of(at_most));
}

} // namespace klik::bus
