#pragma once

#include "client/deadline.hpp"
#include "klik/keys.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace klik::client {

/// What became of a connection to an endpoint where something listens.
enum class Handshake : std::uint8_t {
    done,            ///< both sides know each other
    refused,         ///< it says no to our key
    strangers,       ///< it has another key than ours takes it for, or does not know ours
    other_mechanism, ///< one side has CURVE, and the other has not
    other_socket,    ///< of a kind that does not go with ours
    none             ///< nothing came of it in time: it is hardly ZeroMQ's
};

/// Connects as a subscriber, or as one who asks, and leaves again. Nothing is subscribed or asked.
[[nodiscard]] Handshake shake_hands(const std::string& endpoint, bool subscriber,
                                    const std::optional<CurveKeys>& keys, Milliseconds at_most);

} // namespace klik::client
