#pragma once

#include "client/deadline.hpp"
#include "klik/error.hpp"
#include "klik/keys.hpp"

#include <zmq.hpp>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::client {

/// No frame is longer, in either direction; ZeroMQ drops a longer one without a word.
inline constexpr std::size_t max_message_bytes = std::size_t{1} << 20U;

enum class SocketKind {
    control, ///< DEALER
    live     ///< SUB to all events and beats
};

using Frames = std::vector<std::string>;

/// A connection with the options of docs/protocol.md 1. ZeroMQ's exceptions end here.
class Socket {
  public:
    [[nodiscard]] static Result<Socket> connect(zmq::context_t& context, SocketKind kind,
                                                const std::string& endpoint,
                                                const std::optional<CurveKeys>& keys);

    /// `too_large` for a frame that would not arrive; `unusable` when klikd takes no more for now.
    [[nodiscard]] Result<void> send(std::initializer_list<std::string_view> frames);
    /// None when nothing came in time, or a signal came.
    [[nodiscard]] Result<std::optional<Frames>> receive(Milliseconds timeout);

    /// Lets what was sent leave when this ends, for at most a second.
    void drain_at_close();

  private:
    explicit Socket(zmq::socket_t socket) : socket_{std::move(socket)} {}
    zmq::socket_t socket_;
};

} // namespace klik::client
