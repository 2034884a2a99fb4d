#pragma once

#include "bus/platform_link.hpp"
#include "daemon/config.hpp"
#include "daemon/gap_filler.hpp"
#include "keys/key_pair.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace klik::daemon {

/// All that comes from one platform: what it publishes and, where it offers one, its durable
/// stream.
class PlatformFeed {
  public:
    /// The desk of the municipality whose facts have such topics; null if none is served here.
    using DeskOf = std::function<MunicipalityDesk*(std::string_view topic)>;

    /// `own` is klikd's key pair, with which it talks to a platform that has a key.
    [[nodiscard]] static domain::Result<PlatformFeed>
    connect(bus::Context& context, const PlatformSettings& settings, const keys::KeyPair* own);

    /// Begins to read the stream.
    void start(const DeskOf& desk_of, bus::Instant instant);
    /// Decides what has arrived, a bounded amount; true when more may be waiting.
    [[nodiscard]] bool receive(const DeskOf& desk_of, domain::UtcTime now, bus::Instant instant);
    /// While no input is taken: what has arrived is refused.
    [[nodiscard]] bool refuse(const DeskOf& desk_of, const domain::Problem& problem,
                              domain::UtcTime now);
    /// Once a second.
    void beat(const DeskOf& desk_of, bus::Instant instant);

    /// Of both sockets; that of the stream changes with each new connection.
    void add_poll_handles(std::vector<void*>& handles);

  private:
    PlatformFeed(bus::PlatformLink link, const PlatformSettings& settings)
        : settings_{settings}, link_{std::move(link)} {}

    void take(MunicipalityDesk& desk, bus::PlatformMessage message, domain::UtcTime now,
              bus::Instant instant);
    void refuse(MunicipalityDesk& desk, bus::PlatformMessage message,
                const domain::Problem& problem, domain::UtcTime now) const;
    [[nodiscard]] MunicipalityDesk* streams_desk(const DeskOf& desk_of) const;
    void tell_of_handshakes(bus::Instant instant);

    PlatformSettings settings_;
    bus::PlatformLink link_;
    std::optional<GapFiller> filler_;
    bool told_of_failure_ = false;
};

} // namespace klik::daemon
