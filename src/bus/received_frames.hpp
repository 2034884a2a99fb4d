#pragma once

#include <zmq.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace klik::bus {

/// A multipart message; none has arrived when `frames` is empty.
struct ReceivedFrames {
    std::vector<std::string> frames;
    bool truncated = false; ///< there were more, which are dropped
    std::string peer{};     ///< where the last frame came from; empty when ZeroMQ does not tell
    /// The connection's, as the ZAP handler said; empty without CURVE. A ROUTER's first frame does
    /// not have it, hence it is that of the second.
    std::string user_id{};
};

/// Whether `peer` and `user_id` are wanted: ZeroMQ looks for them by name in each frame.
enum class Sender { not_asked, asked };

/// The next message of a socket, at most `most_frames` of it, without waiting.
[[nodiscard]] ReceivedFrames receive_frames(zmq::socket_t& socket, std::size_t most_frames,
                                            Sender sender = Sender::not_asked);

} // namespace klik::bus
