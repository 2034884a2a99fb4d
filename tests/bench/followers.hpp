#pragma once

#include "bench/stream_reader.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace klik::bench {

/// Clients with durable streams that read what comes, in a thread of their own.
class Followers {
  public:
    Followers(const std::string& control, std::uint32_t clients);
    ~Followers();
    Followers(const Followers&) = delete;
    Followers& operator=(const Followers&) = delete;

    /// Waits until nothing comes any more; how many each has got then.
    [[nodiscard]] std::uint64_t wait_for_all() const;
    /// Waits until each has got so many; throws where they do not come.
    void wait_for(std::uint64_t events) const;

  private:
    void follow();

    zmq::context_t context_{1};
    std::vector<std::unique_ptr<StreamReader>> readers_;
    std::atomic<std::uint64_t> slowest_ = 0; ///< events that the slowest of them has got
    std::atomic<bool> ended_ = false;
    std::thread thread_;
};

} // namespace klik::bench
