#include "bus/live_publisher.hpp"

namespace klik::bus {

domain::Result<LivePublisher> LivePublisher::bind(Context& context, const Endpoint& endpoint) {
    zmq::socket_t socket = make_socket(context, SocketRole::live);
    auto bound = bus::bind(socket, endpoint);
    if (!bound) {
        return std::unexpected(std::move(bound.error()));
    }
    return LivePublisher{std::move(socket), std::move(*bound)};
}

void LivePublisher::publish(std::string_view topic, std::string_view payload) {
    // A PUB socket takes every message; it is dropped per subscriber, never refused as a whole.
    socket_.send(zmq::buffer(topic), zmq::send_flags::sndmore | zmq::send_flags::dontwait);
    socket_.send(zmq::buffer(payload), zmq::send_flags::dontwait);
}

} // namespace klik::bus
