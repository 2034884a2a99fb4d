#pragma once

#include "bus/curve_options.hpp"
#include "bus/instant.hpp"
#include "bus/socket_options.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace klik::bus {

/// A municipality's PUB socket: best effort, to whoever listens. One thread owns it.
class LivePublisher {
  public:
    /// The context outlives it. With `curve` only authorised keys can subscribe.
    [[nodiscard]] static domain::Result<LivePublisher>
    bind(Context& context, const Endpoint& endpoint,
         const std::optional<CurveServer>& curve = std::nullopt);

    /// The address that was bound.
    [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }

    /// Two frames, never waiting: a subscriber whose queue is full misses the message and sees the
    /// gap. While there is no socket everybody does.
    void publish(std::string_view topic, std::string_view payload);

    /// Ends every connection, so that each has to ask again whether it may come in. The address is
    /// bound anew by `bind_again`.
    void close_all(Instant now);
    [[nodiscard]] bool closed() const { return socket_.handle() == nullptr; }
    /// Tries when it is time, and never waits: right after the close the address may still be in
    /// use. True once it is bound.
    [[nodiscard]] bool bind_again(Instant now);
    /// Tries since `close_all`, and why the last one failed.
    [[nodiscard]] std::uint64_t tries() const { return tries_; }
    [[nodiscard]] const std::string& why_not_bound() const { return why_not_bound_; }

    void drain_at_close(std::chrono::milliseconds at_most);

    static constexpr std::chrono::milliseconds between_tries{20};

  private:
    LivePublisher(Context& context, zmq::socket_t socket, Endpoint endpoint,
                  std::optional<CurveServer> curve)
        : context_{&context}, socket_{std::move(socket)}, endpoint_{std::move(endpoint)},
          curve_{std::move(curve)} {}

    Context* context_;
    zmq::socket_t socket_; ///< without a handle while it is closed
    Endpoint endpoint_;
    std::optional<CurveServer> curve_;
    Instant next_try_;
    std::uint64_t tries_ = 0;
    std::string why_not_bound_;
};

} // namespace klik::bus
