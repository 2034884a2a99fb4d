#include "client/socket.hpp"

namespace klik::client {

namespace {

constexpr int handshake_ms = 3000;
constexpr int heartbeat_ms = 1000;
constexpr int heartbeat_timeout_ms = 3000;
constexpr int reconnect_ms = 100;
constexpr int reconnect_at_most_ms = 5000;
constexpr int final_drain_ms = 1000;
constexpr int queue_messages = 10'000;

std::unexpected<Error> unusable(const std::string& what, const zmq::error_t& failure) {
    return std::unexpected(Error{"unusable", what + ": " + failure.what()});
}

void set_options(zmq::socket_t& socket) {
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(max_message_bytes));
    socket.set(zmq::sockopt::handshake_ivl, handshake_ms);
    socket.set(zmq::sockopt::heartbeat_ivl, heartbeat_ms);
    socket.set(zmq::sockopt::heartbeat_timeout, heartbeat_timeout_ms);
    socket.set(zmq::sockopt::heartbeat_ttl, heartbeat_timeout_ms);
    socket.set(zmq::sockopt::reconnect_ivl, reconnect_ms);
    socket.set(zmq::sockopt::reconnect_ivl_max, reconnect_at_most_ms);
    socket.set(zmq::sockopt::sndhwm, queue_messages);
    socket.set(zmq::sockopt::rcvhwm, queue_messages);
    socket.set(zmq::sockopt::ipv6, true);
}

void set_keys(zmq::socket_t& socket, const CurveKeys& keys) {
    socket.set(zmq::sockopt::curve_serverkey, keys.server_public);
    socket.set(zmq::sockopt::curve_publickey, keys.public_key);
    socket.set(zmq::sockopt::curve_secretkey, keys.secret_key);
}

} // namespace

Result<Socket> Socket::connect(zmq::context_t& context, SocketKind kind,
                               const std::string& endpoint, const std::optional<CurveKeys>& keys) {
    try {
        zmq::socket_t socket{context, kind == SocketKind::control ? zmq::socket_type::dealer
                                                                  : zmq::socket_type::sub};
        set_options(socket);
        if (keys) {
            set_keys(socket, *keys);
        }
        if (kind == SocketKind::live) {
            socket.set(zmq::sockopt::subscribe, "klik/v1/");
        }
        socket.connect(endpoint);
        return Socket{std::move(socket)};
    } catch (const zmq::error_t& failure) {
        return unusable("'" + endpoint + "' cannot be connected to", failure);
    }
}

Result<void> Socket::send(std::initializer_list<std::string_view> frames) {
    for (const std::string_view frame : frames) {
        if (frame.size() > max_message_bytes) {
            return std::unexpected(Error{
                "too_large", "a message of " + std::to_string(frame.size()) + " bytes; at most " +
                                 std::to_string(max_message_bytes) + " are taken"});
        }
    }
    try {
        std::size_t left = frames.size();
        for (const std::string_view frame : frames) {
            const auto more = --left > 0 ? zmq::send_flags::sndmore : zmq::send_flags::none;
            if (!socket_.send(zmq::const_buffer{frame.data(), frame.size()},
                              more | zmq::send_flags::dontwait)) {
                return std::unexpected(
                    Error{"unusable", "klikd does not take what is sent; is it running?"});
            }
        }
    } catch (const zmq::error_t& failure) {
        return unusable("cannot send", failure);
    }
    return {};
}

Result<std::optional<Frames>> Socket::receive(Milliseconds timeout) {
    try {
        zmq::pollitem_t item{socket_.handle(), 0, ZMQ_POLLIN, 0};
        if (zmq::poll(&item, 1, timeout) == 0) {
            return std::nullopt;
        }
        Frames frames;
        zmq::message_t frame;
        do {
            if (!socket_.recv(frame, zmq::recv_flags::dontwait)) {
                return std::nullopt;
            }
            frames.emplace_back(frame.to_string_view());
        } while (frame.more());
        return frames;
    } catch (const zmq::error_t& failure) {
        if (failure.num() == EINTR) {
            return std::nullopt;
        }
        return unusable("cannot receive", failure);
    }
}

void Socket::drain_at_close() {
    try {
        socket_.set(zmq::sockopt::linger, final_drain_ms);
    } catch (const zmq::error_t&) {
        // Without it klikd sends again what was acknowledged last, which every client expects.
        return;
    }
}

} // namespace klik::client
