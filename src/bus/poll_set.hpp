#pragma once

#include <zmq.hpp>

#include <chrono>
#include <vector>

namespace klik::bus {

/// Sockets and file descriptors that a loop waits for together.
class PollSet {
  public:
    /// `handle` is a socket's `poll_handle`, which must outlive this.
    void watch_socket(void* handle) { items_.push_back({handle, 0, ZMQ_POLLIN, 0}); }
    void forget_sockets() {
        std::erase_if(items_, [](const auto& item) { return item.socket != nullptr; });
    }
    void watch_descriptor(int descriptor) {
        items_.push_back({nullptr, descriptor, ZMQ_POLLIN, 0});
    }

    /// Returns when one can be read or the time is over.
    void wait(std::chrono::milliseconds at_most);

  private:
    std::vector<zmq::pollitem_t> items_;
};

} // namespace klik::bus
