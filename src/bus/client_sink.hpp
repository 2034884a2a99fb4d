#pragma once

#include <compare>
#include <string>

namespace klik::bus {

/// Where an answer goes, and who is there. A REQ client's empty frame is echoed.
struct ClientAddress {
    std::string routing_id;
    bool delimited = false;
    std::string public_key{}; ///< Z85; empty without CURVE
    friend auto operator<=>(const ClientAddress&, const ClientAddress&) = default;
};

/// A message to a client; `topic` is a frame of its own with `event` and `snapshot.row`, else
/// empty.
struct Outgoing {
    std::string verb;
    std::string topic;
    std::string payload;
    friend bool operator==(const Outgoing&, const Outgoing&) = default;
};

enum class Delivery {
    sent,
    blocked, ///< the client does not read; it may again later
    gone     ///< no such connection any more
};

/// Takes messages to clients and never waits.
class ClientSink {
  public:
    virtual ~ClientSink() = default;
    ClientSink() = default;
    ClientSink(const ClientSink&) = delete;
    ClientSink& operator=(const ClientSink&) = delete;
    ClientSink(ClientSink&&) = default;
    ClientSink& operator=(ClientSink&&) = default;

    [[nodiscard]] virtual Delivery send(const ClientAddress& to, const Outgoing& message) = 0;
};

} // namespace klik::bus
