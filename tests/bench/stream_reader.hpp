#pragma once

#include <zmq.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace klik::bench {

/// A client that follows from the journal's begin and does nothing with the events but count them.
class StreamReader {
  public:
    StreamReader(zmq::context_t& context, const std::string& control, const std::string& name);

    /// A message, if one comes within so many milliseconds.
    bool take(int at_most_ms);
    [[nodiscard]] std::uint64_t events() const { return events_; }
    [[nodiscard]] zmq::socket_ref socket() { return socket_; }

  private:
    void send(std::string_view verb, std::string_view payload);
    void take_event(std::string_view envelope);
    void take_answer(std::string_view verb, std::string_view payload);

    zmq::socket_t socket_;
    std::string epoch_;
    std::uint64_t events_ = 0;
    std::uint64_t unacknowledged_ = 0;
};

} // namespace klik::bench
