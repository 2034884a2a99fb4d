#pragma once

#include "bus/socket_options.hpp"
#include "domain/ids.hpp"

#include <optional>
#include <span>
#include <string>

namespace klik::bus {

/// What a platform published, unchecked.
struct PlatformMessage {
    std::string topic;
    std::string payload;
    /// False when the message was not a topic and an envelope.
    bool framed = true;
};

/// The SUB socket that listens to all platforms for the facts of our municipalities. It goes on
/// connecting to those that are away. One thread owns it.
class PlatformLink {
  public:
    [[nodiscard]] static domain::Result<PlatformLink>
    connect(Context& context, std::span<const Endpoint> platforms,
            std::span<const domain::MunicipalityCode> municipalities);

    [[nodiscard]] void* poll_handle() { return socket_.handle(); }

    /// The next message that has arrived, without waiting for one.
    [[nodiscard]] std::optional<PlatformMessage> receive();

  private:
    explicit PlatformLink(zmq::socket_t socket) : socket_{std::move(socket)} {}

    zmq::socket_t socket_;
};

/// `platform/v1/<municipality>/task/`, with which the topics of a municipality's facts begin.
[[nodiscard]] std::string platform_topic_prefix(const domain::MunicipalityCode& municipality);

} // namespace klik::bus
