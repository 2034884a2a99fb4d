#include "client/handshake.hpp"

#include <zmq.hpp>

#include <cstring>

namespace klik::client {

namespace {

constexpr const char* monitor_endpoint = "inproc://handshake";
constexpr int watched = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
                        ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                        ZMQ_EVENT_DISCONNECTED;

void prepare(zmq::socket_t& socket, const std::optional<CurveKeys>& keys) {
    constexpr int never = -1;
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::ipv6, true);
    socket.set(zmq::sockopt::reconnect_ivl, never);
    if (keys) {
        socket.set(zmq::sockopt::curve_serverkey, keys->server_public);
        socket.set(zmq::sockopt::curve_publickey, keys->public_key);
        socket.set(zmq::sockopt::curve_secretkey, keys->secret_key);
    }
    if (zmq_socket_monitor(socket.handle(), monitor_endpoint, watched) != 0) {
        throw zmq::error_t{};
    }
}

struct MonitorEvent {
    std::uint16_t kind = 0;
    std::uint32_t value = 0;
};

/// The first of those that are watched; nothing when none came in time.
std::optional<MonitorEvent> first_event(zmq::socket_t& monitor, const Deadline& deadline) {
    zmq::pollitem_t item{monitor.handle(), 0, ZMQ_POLLIN, 0};
    zmq::message_t frame;
    MonitorEvent event;
    if (zmq::poll(&item, 1, deadline.left()) == 0 ||
        !monitor.recv(frame, zmq::recv_flags::dontwait) ||
        frame.size() != sizeof event.kind + sizeof event.value) {
        return std::nullopt;
    }
    std::memcpy(&event.kind, frame.data(), sizeof event.kind);
    std::memcpy(&event.value, frame.data<char>() + sizeof event.kind, sizeof event.value);
    return event;
}

Handshake outcome_of(const MonitorEvent& event) {
    switch (event.kind) {
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        return Handshake::done;
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
        return Handshake::refused;
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
        return event.value == ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH
                   ? Handshake::other_mechanism
                   : Handshake::strangers;
    case ZMQ_EVENT_DISCONNECTED: // where a key is the reason, the handshake has failed before
        return Handshake::other_socket;
    default:
        return Handshake::strangers;
    }
}

Handshake shake_hands_once(const std::string& endpoint, bool subscriber,
                           const std::optional<CurveKeys>& keys, Milliseconds at_most) {
    try {
        zmq::context_t context;
        zmq::socket_t monitor{context, zmq::socket_type::pair};
        monitor.set(zmq::sockopt::linger, 0);
        zmq::socket_t socket{context,
                             subscriber ? zmq::socket_type::sub : zmq::socket_type::dealer};
        prepare(socket, keys);
        monitor.connect(monitor_endpoint);
        socket.connect(endpoint);
        const auto event = first_event(monitor, Deadline{at_most});
        zmq_socket_monitor(socket.handle(), nullptr, 0);
        return event ? outcome_of(*event) : Handshake::none;
    } catch (const zmq::error_t&) {
        return Handshake::none;
    }
}

} // namespace

Handshake shake_hands(const std::string& endpoint, bool subscriber,
                      const std::optional<CurveKeys>& keys, Milliseconds at_most) {
    const auto outcome = shake_hands_once(endpoint, subscriber, keys, at_most);
    if (outcome != Handshake::strangers) {
        return outcome;
    }
    // Who of both notices first that one alone has CURVE is chance; where it is the other side,
    // that is not told from a key that it does not know.
    const bool without_curve =
        keys && shake_hands_once(endpoint, subscriber, std::nullopt, at_most) == Handshake::done;
    return !keys || without_curve ? Handshake::other_mechanism : outcome;
}

} // namespace klik::client
