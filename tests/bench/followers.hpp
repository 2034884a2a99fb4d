#pragma once

#include "bench/stream_reader.hpp"

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
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
    [[nodiscard]] std::uint64_t wait_for_all();
    /// Waits until each has got so many. Throws where they do not come, or a stream has ended.
    void wait_for(std::uint64_t events);

  private:
    void follow();
    void take_what_has_come();
    void end(std::exception_ptr failure);

    zmq::context_t context_{1};
    std::vector<std::unique_ptr<StreamReader>> readers_;
    std::mutex mutex_; ///< of what follows, but for the thread
    std::condition_variable changed_;
    std::uint64_t slowest_ = 0; ///< events that the slowest of them has got
    bool ended_ = false;
    std::exception_ptr failure_;
    std::thread thread_;
};

} // namespace klik::bench
