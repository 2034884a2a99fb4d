#include "bus/platform_link.hpp"

#include "bus/received_frames.hpp"

#include <fmt/core.h>

#include <iterator>

namespace klik::bus {

namespace {

/// A message that is no fact is kept as far as this; a fact has two.
constexpr std::size_t most_frames = 256;

} // namespace

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
    return PlatformLink{std::move(socket),
                        platforms.size() == 1 ? platforms.front().address : std::string{}};
}

std::optional<PlatformMessage> PlatformLink::receive() {
    auto message = receive_frames(socket_, most_frames);
    if (message.frames.empty()) {
        return std::nullopt;
    }
    PlatformMessage received;
    received.framed = !message.truncated && message.frames.size() == 2;
    received.topic = std::move(message.frames[0]);
    received.link = only_platform_;
    if (received.framed) {
        received.payload = std::move(message.frames[1]);
    } else {
        received.frames.assign(std::make_move_iterator(message.frames.begin() + 1),
                               std::make_move_iterator(message.frames.end()));
    }
    return received;
}

std::string platform_topic_prefix(const domain::MunicipalityCode& municipality) {
    return fmt::format("platform/v1/{}/task/", municipality.value);
}

} // namespace klik::bus
