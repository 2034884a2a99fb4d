#pragma once

#include "bus/socket_options.hpp"

#include <string_view>

namespace klik::bus {

/// A municipality's PUB socket: best effort, to whoever listens. One thread owns it.
class LivePublisher {
  public:
    [[nodiscard]] static domain::Result<LivePublisher> bind(Context& context,
                                                            const Endpoint& endpoint);

    /// The address that was bound.
    [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }

    /// Two frames, never waiting: a subscriber whose queue is full misses the message and sees the
    /// gap.
    void publish(std::string_view topic, std::string_view payload);

    void drain_at_close(std::chrono::milliseconds at_most) {
        bus::drain_at_close(socket_, at_most);
    }

  private:
    LivePublisher(zmq::socket_t socket, Endpoint endpoint)
        : socket_{std::move(socket)}, endpoint_{std::move(endpoint)} {}

    zmq::socket_t socket_;
    Endpoint endpoint_;
};

} // namespace klik::bus
