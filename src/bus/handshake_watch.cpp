#include "bus/handshake_watch.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace klik::bus {

namespace {

constexpr int failures = ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                         ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL;

constexpr std::chrono::minutes nobody_answers{1};

/// The next event that has come, of which the second frame, an address, says nothing new; 0 if
/// none.
int next_event(zmq::socket_t& told) {
    zmq::message_t event;
    zmq::message_t address;
    if (!told.recv(event, zmq::recv_flags::dontwait)) {
        return 0;
    }
    static_cast<void>(told.recv(address, zmq::recv_flags::dontwait));
    std::uint16_t kind = 0;
    if (event.size() >= sizeof kind) {
        std::memcpy(&kind, event.data(), sizeof kind);
    }
    return kind;
}

} // namespace

void HandshakeWatch::StopWatching::operator()(void* socket) const {
    zmq_socket_monitor(socket, nullptr, 0);
}

HandshakeWatch::HandshakeWatch(Context& context, zmq::socket_t& socket)
    : told_{context, zmq::socket_type::pair} {
    constexpr int unbounded = 0; // else ZeroMQ's own thread waits until somebody looks
    told_.set(zmq::sockopt::rcvhwm, unbounded);
    told_.set(zmq::sockopt::linger, 0);
    const std::string address = fmt::format("inproc://handshakes-{}", fmt::ptr(socket.handle()));
    if (zmq_socket_monitor(socket.handle(), address.c_str(),
                           failures | ZMQ_EVENT_HANDSHAKE_SUCCEEDED) != 0) {
        throw zmq::error_t{};
    }
    watched_.reset(socket.handle());
    told_.connect(address);
}

Handshakes HandshakeWatch::look(Instant now) {
    while (const int event = next_event(told_)) {
        if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED) {
            seen_ = {true, std::nullopt};
        } else if ((event & failures) != 0) {
            seen_ = {false, seen_.failing_since.value_or(now)};
            failed_last_ = now;
        }
    }
    if (seen_.failing_since && now - failed_last_ > nobody_answers) {
        seen_.failing_since.reset();
    }
    return seen_;
}

} // namespace klik::bus
