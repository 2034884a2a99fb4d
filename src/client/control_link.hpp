#pragma once

#include "client/socket.hpp"
#include "klik/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace klik::client {

/// What klikd says: a verb and a map, or with `event` and `snapshot.row` a topic and an envelope.
struct ControlMessage {
    std::string verb;
    std::string topic;
    std::string envelope; ///< unchecked
    Value map;

    /// The number of the question that this answers; none for what answers no question.
    [[nodiscard]] std::optional<std::uint64_t> ref() const { return map["ref"].count(); }
    /// The error of an `error` message.
    [[nodiscard]] Error error() const;
};

/// A DEALER that is made anew when the old one seems dead. Questions are numbered over its whole
/// life, so that a late answer is not taken for that to another question.
class ControlLink {
  public:
    explicit ControlLink(std::string endpoint, std::optional<CurveKeys> keys = std::nullopt)
        : endpoint_{std::move(endpoint)}, keys_{std::move(keys)} {}

    /// Makes the socket if there is none. `unusable` when the endpoint is none.
    [[nodiscard]] Result<void> connect();
    void disconnect() { socket_.reset(); }
    /// Lets what was sent leave when this link ends.
    void drain_at_close() {
        if (socket_) {
            socket_->drain_at_close();
        }
    }
    [[nodiscard]] const std::string& endpoint() const { return endpoint_; }

    /// Sends a map with a number, which is returned.
    [[nodiscard]] Result<std::uint64_t> ask(std::string_view verb, Value map);
    /// Sends a map that wants no answer.
    [[nodiscard]] Result<void> tell(std::string_view verb, const Value& map);
    /// None when nothing came in time.
    [[nodiscard]] Result<std::optional<ControlMessage>> receive(Milliseconds timeout);
    /// Sends and waits for what answers it; what klikd refuses is the error. When nothing came in
    /// time the next question goes out on a new socket.
    [[nodiscard]] Result<ControlMessage> answer_to(std::string_view verb, Value map,
                                                   Milliseconds timeout);
    [[nodiscard]] Error no_answer(std::string_view verb) const;

  private:
    std::string endpoint_;
    std::optional<CurveKeys> keys_;
    // One each, so that links share no thread and end in any order.
    zmq::context_t context_{1};
    std::optional<Socket> socket_;
    std::uint64_t last_ref_ = 0;
};

} // namespace klik::client
