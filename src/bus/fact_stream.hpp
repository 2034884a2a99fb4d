#pragma once

#include "bus/instant.hpp"
#include "bus/platform_link.hpp"
#include "codec/stream_message.hpp"

#include <optional>
#include <string_view>
#include <variant>

namespace klik::bus {

/// Nothing was heard for three beats.
struct StreamSilent {};

/// What comes on a platform's durable stream: a fact, or something about the stream.
using StreamItem = std::variant<PlatformMessage, codec::StreamOpened, codec::StreamBeat,
                                codec::StreamGone, codec::StreamRefused, StreamSilent>;

/// A platform's durable stream as klikd reads it, docs/protocol.md 3 "klikd and the platform".
class FactStream {
  public:
    virtual ~FactStream() = default;
    FactStream() = default;
    FactStream(const FactStream&) = delete;
    FactStream& operator=(const FactStream&) = delete;

    /// On a new connection. What comes is greater than `from`; `credit` facts of it.
    [[nodiscard]] virtual domain::Result<void> open(domain::Sequence from, std::uint64_t credit,
                                                    Instant now) = 0;
    /// All up to `sequence` is dealt with; `credit` more may come.
    virtual void acknowledge(std::string_view epoch, domain::Sequence sequence,
                             std::uint64_t credit, Instant now) = 0;
    /// The next that has arrived, without waiting for it. What is unreadable is passed over.
    [[nodiscard]] virtual std::optional<StreamItem> receive(Instant now) = 0;
    /// Says that klikd is there when it has said nothing for a second.
    virtual void keep_alive(Instant now) = 0;
    /// Of the latest connection; null before the first `open`.
    [[nodiscard]] virtual void* poll_handle() = 0;
};

} // namespace klik::bus
