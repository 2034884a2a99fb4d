#include "bus/platform_link.hpp"

#include "bus/received_frames.hpp"

#include <fmt/core.h>

namespace klik::bus {

domain::Result<PlatformLink>
PlatformLink::connect(Context& context, std::span<const Endpoint> platforms,
                      std::span<const domain::MunicipalityCode> municipalities) {
    zmq::socket_t socket = make_socket(context, SocketRole::platform);
    for (const auto& municipality : municipalities) {
        socket.set(zmq::sockopt::subscribe, platform_topic_prefix(municipality));
    }
    for (const auto& platform : platforms) {
        try {
            prepare_for(socket, platform);
            socket.connect(platform.address);
        } catch (const zmq::error_t& failure) {
            return std::unexpected(
                domain::Problem{"unusable", platform.address,
                                fmt::format("cannot be connected to ({})", failure.what())});
        }
    }
    return PlatformLink{std::move(socket)};
}

std::optional<PlatformMessage> PlatformLink::receive() {
    auto message = receive_frames(socket_, 2);
    if (message.frames.empty()) {
        return std::nullopt;
    }
    PlatformMessage received;
    received.framed = !message.truncated && message.frames.size() == 2;
    received.topic = std::move(message.frames[0]);
    if (received.framed) {
        received.payload = std::move(message.frames[1]);
    }
    return received;
}

std::string platform_topic_prefix(const domain::MunicipalityCode& municipality) {
    return fmt::format("platform/v1/{}/task/", municipality.value);
}

} // namespace klik::bus
