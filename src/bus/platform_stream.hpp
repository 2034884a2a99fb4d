#pragma once

#include "bus/fact_stream.hpp"

#include <string>

namespace klik::bus {

/// The stream over ZeroMQ. One thread owns it.
class PlatformStream final : public FactStream {
  public:
    /// `name` is the durable name under which klikd is known to the platform.
    PlatformStream(Context& context, Endpoint control, std::string name,
                   std::optional<CurveClient> curve)
        : context_{&context}, control_{std::move(control)}, name_{std::move(name)},
          curve_{std::move(curve)} {}

    [[nodiscard]] domain::Result<void> open(domain::Sequence from, std::uint64_t credit,
                                            Instant now) override;
    void acknowledge(std::string_view epoch, domain::Sequence sequence, std::uint64_t credit,
                     Instant now) override;
    [[nodiscard]] std::optional<StreamItem> receive(Instant now) override;
    void keep_alive(Instant now) override;
    [[nodiscard]] void* poll_handle() override { return socket_ ? socket_->handle() : nullptr; }

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
