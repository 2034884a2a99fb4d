#pragma once

#include "bench/fact_frames.hpp"
#include "bench/sample.hpp"
#include "keys/key_pair.hpp"

#include <zmq.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace klik::bench {

/// CURVE keys of everybody at a line.
struct LineKeys {
    keys::KeyPair platform = keys::make_key_pair();
    keys::KeyPair middle = keys::make_key_pair(); ///< of what is measured
    keys::KeyPair reader = keys::make_key_pair();
};

/// A platform and a reader with something between them that is measured: the platform publishes
/// facts, the reader waits for what is published of each. No more than `most_under_way` facts are
/// out at a time, so that no queue overflows: what does not come through was lost.
class Line {
  public:
    static constexpr std::uint64_t most_under_way = 4000;

    explicit Line(std::uint32_t tasks, const LineKeys* keys = nullptr);

    /// Where the platform publishes.
    [[nodiscard]] const std::string& inlet() const { return inlet_; }
    /// What is measured publishes there, of each fact one message below `topic`.
    void read_from(const std::string& outlet, const std::string& topic);

    /// Seconds that it took until all were through. Throws where one was lost.
    double pass(std::uint64_t facts);
    /// Seconds from the sending of each fact to its arrival, at so many facts a second.
    Sample latencies(std::uint64_t facts, double facts_a_second);

  private:
    void wake();
    void send_next();
    /// False when nothing came for as long as the socket waits.
    bool receive();
    /// How many came before one was lost.
    [[nodiscard]] std::uint64_t receive_all(std::uint64_t sent);

    const LineKeys* keys_;
    zmq::context_t context_{1};
    zmq::socket_t out_;
    zmq::socket_t in_;
    std::string inlet_;
    FactFrames facts_;
    std::uint64_t number_ = 0;
    std::atomic<std::uint64_t> arrived_ = 0; ///< how many of those that are under way
};

} // namespace klik::bench
