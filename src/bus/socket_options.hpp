#pragma once

#include "bus/endpoint.hpp"

#include <zmq.hpp>

#include <chrono>
#include <cstddef>

namespace klik::bus {

/// Of one process; every socket must be gone before it.
using Context = zmq::context_t;

/// No frame is longer, in either direction.
inline constexpr std::size_t max_message_bytes = std::size_t{1} << 20U;
inline constexpr std::chrono::milliseconds beat_interval{1000};
/// How long the end of the process waits at most for what was sent to leave.
inline constexpr std::chrono::milliseconds final_drain{1000};

enum class SocketRole { live, control, platform, platform_stream };

/// A socket with the options of docs/protocol.md 1. Throws zmq::error_t when the library takes one
/// of them not.
[[nodiscard]] zmq::socket_t make_socket(Context& context, SocketRole role);

/// Connects; whether anybody answers is not known yet.
[[nodiscard]] domain::Result<void> connect(zmq::socket_t& socket, const Endpoint& endpoint);

/// Binds, and gives the address that was really bound.
[[nodiscard]] domain::Result<Endpoint> bind(zmq::socket_t& socket, const Endpoint& endpoint);

/// Lets what was sent leave before the context ends.
void drain_at_close(zmq::socket_t& socket, std::chrono::milliseconds at_most);

} // namespace klik::bus
