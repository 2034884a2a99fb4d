#include "bus/control_server.hpp"

#include "bus/received_frames.hpp"

namespace klik::bus {

domain::Result<ControlServer> ControlServer::bind(Context& context, const Endpoint& endpoint,
                                                  const std::optional<CurveServer>& curve) {
    zmq::socket_t socket = make_socket(context, SocketRole::control);
    if (curve) {
        become_curve_server(socket, *curve);
    }
    auto bound = bus::bind(socket, endpoint);
    if (!bound) {
        return std::unexpected(std::move(bound.error()));
    }
    return ControlServer{std::move(socket), std::move(*bound)};
}

std::optional<Incoming> ControlServer::receive() {
    constexpr std::size_t most_frames = 4; // routing id, delimiter, verb, map
    auto message = receive_frames(socket_, most_frames, Sender::asked);
    if (message.frames.empty()) {
        return std::nullopt;
    }
    auto& frames = message.frames;
    Incoming incoming;
    incoming.from.routing_id = std::move(frames[0]);
    incoming.from.public_key = std::move(message.user_id);
    incoming.from.peer = std::move(message.peer);
    // A REQ's, without which it takes no answer; no verb is empty.
    incoming.from.delimited = frames.size() > 1 && frames[1].empty();
    const std::size_t verb = incoming.from.delimited ? 2 : 1;
    incoming.framed = !message.truncated && frames.size() == verb + 2;
    if (verb < frames.size()) {
        incoming.verb = std::move(frames[verb]);
    }
    if (incoming.framed) {
        incoming.payload = std::move(frames[verb + 1]);
    }
    return incoming;
}

Delivery ControlServer::send(const ClientAddress& to, std::string_view verb, std::string_view topic,
                             std::string_view payload) {
    constexpr auto more = zmq::send_flags::sndmore | zmq::send_flags::dontwait;
    try {
        // Whether the client can take the message is decided with its first frame.
        if (!socket_.send(zmq::buffer(to.routing_id), more)) {
            ++undelivered_;
            return Delivery::blocked;
        }
        if (to.delimited) {
            socket_.send(zmq::message_t{}, more);
        }
        socket_.send(zmq::buffer(verb), more);
        if (!topic.empty()) {
            socket_.send(zmq::buffer(topic), more);
        }
        socket_.send(zmq::buffer(payload), zmq::send_flags::dontwait);
        return Delivery::sent;
    } catch (const zmq::error_t& failure) {
        if (failure.num() != EHOSTUNREACH) {
            throw;
        }
        ++undelivered_;
        return Delivery::gone;
    }
}

} // namespace klik::bus
