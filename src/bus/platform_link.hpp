#pragma once

#include "bus/curve_options.hpp"
#include "bus/handshake_watch.hpp"
#include "bus/socket_options.hpp"
#include "domain/ids.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace klik::bus {

/// What a platform published, unchecked.
struct PlatformMessage {
    std::string topic;
    std::string payload;
    /// False when the message was not a topic and an envelope.
    bool framed = true;
    std::vector<std::string> frames; ///< behind the topic, when not `framed`; the first 255
};

/// The SUB socket that listens to a platform for the facts of some municipalities. It goes on
/// connecting to one that is away. One thread owns it.
class PlatformLink {
  public:
    [[nodiscard]] static domain::Result<PlatformLink>
    connect(Context& context, const Endpoint& platform,
            std::span<const domain::MunicipalityCode> municipalities,
            const std::optional<CurveClient>& curve = std::nullopt);

    [[nodiscard]] void* poll_handle() { return socket_.handle(); }

    /// The next message that has arrived, without waiting for one.
    [[nodiscard]] std::optional<PlatformMessage> receive();

    [[nodiscard]] Handshakes handshakes(Instant now) { return handshakes_.look(now); }

  private:
    PlatformLink(zmq::socket_t socket, HandshakeWatch handshakes)
        : socket_{std::move(socket)}, handshakes_{std::move(handshakes)} {}

    zmq::socket_t socket_;
    HandshakeWatch handshakes_;
};

} // namespace klik::bus
