#pragma once

#include "bus/instant.hpp"
#include "bus/platform_link.hpp"
#include "codec/stream_message.hpp"

#include <optional>
#include <string>
#include <variant>

namespace klik::bus {

/// Nothing was heard for three beats.
struct StreamSilent {};

/// What comes on a platform's durable stream: a fact, or something about the stream.
using StreamItem = std::variant<PlatformMessage, codec::StreamOpened, codec::StreamBeat,
                                codec::StreamGone, codec::StreamRefused, StreamSilent>;

/// klikd's side of a platform's durable stream, docs/protocol.md 3 "klikd and the platform". Each
/// `open` is a new connection. One thread owns it.
class PlatformStream {
  public:
    /// `name` is the durable name under which klikd is known to the platform.
    PlatformStream(Context& context, Endpoint control, std::string name,
                   std::optional<CurveClient> curve)
        : context_{&context}, control_{std::move(control)}, name_{std::move(name)},
          curve_{std::move(curve)} {}

    /// What comes is greater than `from`; `credit` facts of it.
    [[nodiscard]] domain::Result<void> open(domain::Sequence from, std::uint64_t credit,
                                            Instant now);
    /// All up to `sequence` is dealt with; `credit` more may come.
    void acknowledge(std::string_view epoch, domain::Sequence sequence, std::uint64_t credit,
                     Instant now);

    /// The next that has arrived, without waiting for it. What is unreadable is passed over.
    [[nodiscard]] std::optional<StreamItem> receive(Instant now);
    /// Says that klikd is there when it has said nothing for a second.
    void keep_alive(Instant now);

    /// Of the latest connection; null before the first `open`.
    [[nodiscard]] void* poll_handle() { return socket_ ? socket_->handle() : nullptr; }

  private:
    [[nodiscard]] std::optional<StreamItem> item_of(std::string_view verb,
                                                    std::string_view payload) const;
    void send(const codec::StreamRequest& request, Instant now);

    Context* context_;
    Endpoint control_;
    std::string name_;
    std::optional<CurveClient> curve_;
    std::optional<zmq::socket_t> socket_;
    std::uint64_t opens_ = 0; ///< number of the latest `open`, by which its answer is known
    Instant heard_;
    Instant said_;
};

} // namespace klik::bus
