#include "bus/platform_link.hpp"

#include "bus/received_frames.hpp"
#include "codec/fact.hpp"

#include <iterator>

namespace klik::bus {

namespace {

/// A message that is no fact is kept as far as this; a fact has two.
constexpr std::size_t most_frames = 256;

} // namespace

domain::Result<PlatformLink>
PlatformLink::connect(Context& context, const Endpoint& platform,
                      std::span<const domain::MunicipalityCode> municipalities,
                      const std::optional<CurveClient>& curve) {
    zmq::socket_t socket = make_socket(context, SocketRole::platform);
    if (curve) {
        become_curve_client(socket, *curve);
    }
    for (const auto& municipality : municipalities) {
        socket.set(zmq::sockopt::subscribe, codec::platform_topic_prefix(municipality));
    }
    HandshakeWatch handshakes{context, socket};
    if (auto connected = bus::connect(socket, platform); !connected) {
        return std::unexpected(std::move(connected.error()));
    }
    return PlatformLink{std::move(socket), std::move(handshakes)};
}

std::optional<PlatformMessage> PlatformLink::receive() {
    auto message = receive_frames(socket_, most_frames);
    if (message.frames.empty()) {
        return std::nullopt;
    }
    PlatformMessage received;
    received.framed = !message.truncated && message.frames.size() == 2;
    received.topic = std::move(message.frames[0]);
    if (received.framed) {
        received.payload = std::move(message.frames[1]);
    } else {
        received.frames.assign(std::make_move_iterator(message.frames.begin() + 1),
                               std::make_move_iterator(message.frames.end()));
    }
    return received;
}

} // namespace klik::bus
