#pragma once

#include "bus/client_sink.hpp"
#include "bus/curve_options.hpp"
#include "bus/socket_options.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace klik::bus {

/// A client's two frames as they came; nothing in them has been checked.
struct Incoming {
    ClientAddress from;
    std::string verb;
    std::string payload;
    /// False when the message had fewer or more frames than a verb and a map.
    bool framed = true;
};

/// A municipality's ROUTER socket. One thread owns it.
class ControlServer final : public ClientSink {
  public:
    /// With `curve` only authorised keys can talk to it.
    [[nodiscard]] static domain::Result<ControlServer>
    bind(Context& context, const Endpoint& endpoint,
         const std::optional<CurveServer>& curve = std::nullopt);

    /// The address that was bound.
    [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }
    [[nodiscard]] void* poll_handle() { return socket_.handle(); }

    /// The next message that has arrived, without waiting for one.
    [[nodiscard]] std::optional<Incoming> receive();

    [[nodiscard]] Delivery send(const ClientAddress& to, const Outgoing& message) override {
        return send(to, message.verb, message.topic, message.payload);
    }
    [[nodiscard]] Delivery send_event(const ClientAddress& to, std::string_view verb,
                                      const PublishedEvent& event) override {
        return send(to, verb, event.topic, event.envelope);
    }

    /// Messages that could not be handed over because a client did not read or was gone.
    [[nodiscard]] std::uint64_t undelivered() const { return undelivered_; }

    void drain_at_close(std::chrono::milliseconds at_most) {
        bus::drain_at_close(socket_, at_most);
    }

  private:
    ControlServer(zmq::socket_t socket, Endpoint endpoint)
        : socket_{std::move(socket)}, endpoint_{std::move(endpoint)} {}
    [[nodiscard]] Delivery send(const ClientAddress& to, std::string_view verb,
                                std::string_view topic, std::string_view payload);

    zmq::socket_t socket_;
    Endpoint endpoint_;
    std::uint64_t undelivered_ = 0;
};

} // namespace klik::bus
