#pragma once

#include "bus/instant.hpp"
#include "bus/socket_options.hpp"

#include <memory>
#include <optional>

namespace klik::bus {

/// What has come of the latest handshakes.
struct Handshakes {
    bool succeeded = false; ///< the last one has
    /// Since when one after the other has failed. Nothing also where none was tried for a minute,
    /// because nobody answers.
    std::optional<Instant> failing_since;
};

/// Hears of a connecting socket's handshakes. ZeroMQ tries again and again and tells nobody
/// that a peer does not let it in, or has another key than it is taken for. One thread owns it, as
/// it does the socket, which outlives it.
class HandshakeWatch {
  public:
    /// Before the socket connects. Throws zmq::error_t when the library has no room for it.
    HandshakeWatch(Context& context, zmq::socket_t& socket);
    HandshakeWatch(HandshakeWatch&&) = default;
    HandshakeWatch& operator=(HandshakeWatch&&) = delete;

    /// What came about since the last call is taken to come about `now`.
    [[nodiscard]] Handshakes look(Instant now);

  private:
    struct StopWatching {
        void operator()(void* socket) const;
    };

    zmq::socket_t told_;
    std::unique_ptr<void, StopWatching> watched_; ///< ends before `told_`, which hears of it
    Handshakes seen_;
    Instant failed_last_;
};

} // namespace klik::bus
