#pragma once

#include "bus/published_event.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace klik::bus {

/// Where an answer goes, and who is there. A REQ client's empty frame is echoed.
struct ClientAddress {
    std::string routing_id;
    bool delimited = false;
    std::string public_key{}; ///< Z85; empty without CURVE
    std::string peer{};       ///< whose connection it is, as far as ZeroMQ tells: for the log

    /// The client gave its connection this id. The socket's own begin with a zero byte and never
    /// come back; one of the client's choice names the next connection as well.
    [[nodiscard]] bool chosen_by_client() const { return !routing_id.starts_with('\0'); }
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
    /// What the event consists of is not copied where the sink can do without.
    [[nodiscard]] virtual Delivery send_event(const ClientAddress& to, std::string_view verb,
                                              const PublishedEvent& event) {
        return send(to, {std::string{verb}, event.topic, event.envelope});
    }
};

} // namespace klik::bus
