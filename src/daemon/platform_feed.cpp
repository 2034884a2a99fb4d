#include "daemon/platform_feed.hpp"

#include "bus/platform_stream.hpp"
#include "codec/fact.hpp"

#include <spdlog/spdlog.h>

namespace klik::daemon {

namespace {

/// So much is decided in some tens of milliseconds; a slow disk is waited for once in a round.
constexpr std::size_t facts_of_a_round = 2000;
/// A platform that is just being started or ended may break off a handshake.
constexpr std::chrono::seconds patience_with_handshakes{10};

} // namespace

domain::Result<PlatformFeed> PlatformFeed::connect(bus::Context& context,
                                                   const PlatformSettings& settings,
                                                   const keys::KeyPair* own) {
    std::optional<bus::CurveClient> curve;
    if (!settings.server_key.empty() && own != nullptr) {
        curve = bus::CurveClient{settings.server_key, *own};
    }
    auto link = bus::PlatformLink::connect(context, settings.live, settings.municipalities, curve);
    if (!link) {
        return std::unexpected(std::move(link.error()));
    }
    PlatformFeed feed{std::move(*link), settings};
    if (settings.control) {
        feed.filler_.emplace(std::make_unique<bus::PlatformStream>(context, *settings.control,
                                                                   "klikd", std::move(curve)),
                             settings.name);
    }
    return feed;
}

MunicipalityDesk* PlatformFeed::streams_desk(const DeskOf& desk_of) const {
    return desk_of(codec::platform_topic_prefix(settings_.municipalities.front()));
}

void PlatformFeed::start(const DeskOf& desk_of, bus::Instant instant) {
    if (filler_) {
        filler_->start(*streams_desk(desk_of), instant);
    }
}

bool PlatformFeed::receive(const DeskOf& desk_of, domain::UtcTime now, bus::Instant instant) {
    const bool more = filler_ && filler_->receive(*streams_desk(desk_of), now, instant);
    for (std::size_t count = 0; count < facts_of_a_round; ++count) {
        auto message = link_.receive();
        if (!message) {
            return more;
        }
        // The subscriptions let nothing else in than topics of the municipalities.
        if (auto* desk = desk_of(message->topic)) {
            take(*desk, std::move(*message), now, instant);
        }
    }
    return true;
}

void PlatformFeed::take(MunicipalityDesk& desk, bus::PlatformMessage message, domain::UtcTime now,
                        bus::Instant instant) {
    if (!message.framed) {
        refuse(desk, std::move(message), not_two_frames, now);
    } else if (filler_) {
        filler_->take(desk, std::move(message), now, instant);
    } else {
        desk.take_published_fact(settings_.name, message.topic, message.payload, now);
    }
}

bool PlatformFeed::refuse(const DeskOf& desk_of, const domain::Problem& problem,
                          domain::UtcTime now) {
    for (std::size_t count = 0; count < facts_of_a_round; ++count) {
        auto message = link_.receive();
        if (!message) {
            return false;
        }
        if (auto* desk = desk_of(message->topic)) {
            refuse(*desk, std::move(*message), problem, now);
        }
    }
    return true;
}

void PlatformFeed::refuse(MunicipalityDesk& desk, bus::PlatformMessage message,
                          const domain::Problem& problem, domain::UtcTime now) const {
    codec::QuarantinedMessage refused;
    refused.topic = std::move(message.topic);
    refused.payload =
        message.framed ? std::move(message.payload) : codec::pack_frames(message.frames);
    refused.frames = message.framed ? 2 : message.frames.size() + 1;
    refused.platform = settings_.name;
    desk.refuse_published(std::move(refused), problem, now);
}

void PlatformFeed::beat(const DeskOf& desk_of, bus::Instant instant) {
    if (filler_) {
        filler_->beat(*streams_desk(desk_of), instant);
    }
    tell_of_handshakes(instant);
}

void PlatformFeed::tell_of_handshakes(bus::Instant instant) {
    const auto [succeeded, failing_since] = link_.handshakes(instant);
    if (!told_of_failure_ && failing_since &&
        instant - *failing_since >= patience_with_handshakes) {
        told_of_failure_ = true;
        spdlog::warn("[K185] no connection to the platform {} comes about, though somebody answers "
                     "at {}: `server_key` is not its key, it does not know klikd's own (K160), or "
                     "one of the two has no CURVE; `klikctl doctor` says which. klikd goes on "
                     "trying",
                     settings_.name, settings_.live.address);
    } else if (told_of_failure_ && succeeded) {
        told_of_failure_ = false;
        spdlog::info("[K186] the platform {} is connected", settings_.name);
    }
}

void PlatformFeed::add_poll_handles(std::vector<void*>& handles) {
    handles.push_back(link_.poll_handle());
    if (void* stream = filler_ ? filler_->poll_handle() : nullptr) {
        handles.push_back(stream);
    }
}

} // namespace klik::daemon
