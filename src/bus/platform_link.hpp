#pragma once

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
    std::string link;                ///< endpoint that it came from, empty where it is not known
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
    PlatformLink(zmq::socket_t socket, std::string only_platform)
        : socket_{std::move(socket)}, only_platform_{std::move(only_platform)} {}

    zmq::socket_t socket_;
    std::string only_platform_; ///< its endpoint, where there is one and no other
};

/// `platform/v1/<municipality>/task/`, with which the topics of a municipality's facts begin.
[[nodiscard]] std::string platform_topic_prefix(const domain::MunicipalityCode& municipality);

} // namespace klik::bus
