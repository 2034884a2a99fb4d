#include "bus/live_publisher.hpp"

namespace klik::bus {

namespace {

zmq::socket_t make_live_socket(Context& context, const std::optional<CurveServer>& curve) {
    zmq::socket_t socket = make_socket(context, SocketRole::live);
    if (curve) {
        become_curve_server(socket, *curve);
    }
    return socket;
}

} // namespace

domain::Result<LivePublisher> LivePublisher::bind(Context& context, const Endpoint& endpoint,
                                                  const std::optional<CurveServer>& curve) {
    zmq::socket_t socket = make_live_socket(context, curve);
    auto bound = bus::bind(socket, endpoint);
    if (!bound) {
        return std::unexpected(std::move(bound.error()));
    }
    return LivePublisher{context, std::move(socket), std::move(*bound), curve};
}

void LivePublisher::publish(std::string_view topic, std::string_view payload) {
    if (closed()) {
        return;
    }
    // A PUB socket takes every message; it is dropped per subscriber, never refused as a whole.
    socket_.send(zmq::buffer(topic), zmq::send_flags::sndmore | zmq::send_flags::dontwait);
    socket_.send(zmq::buffer(payload), zmq::send_flags::dontwait);
}

void LivePublisher::close_all(Instant now) {
    socket_.close();
    next_try_ = now;
    tries_ = 0;
}

bool LivePublisher::bind_again(Instant now) {
    if (!closed()) {
        return true;
    }
    if (now < next_try_) {
        return false;
    }
    ++tries_;
    next_try_ = now + between_tries;
    zmq::socket_t socket = make_live_socket(*context_, curve_);
    const auto bound = bus::bind(socket, endpoint_);
    if (!bound) {
        why_not_bound_ = bound.error().text;
        return false;
    }
    socket_ = std::move(socket);
    return true;
}

void LivePublisher::drain_at_close(std::chrono::milliseconds at_most) {
    if (!closed()) {
        bus::drain_at_close(socket_, at_most);
    }
}

} // namespace klik::bus
