#include "daemon/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <vector>

namespace klik::daemon {

void in_threads(std::size_t parts, const std::function<void(std::size_t)>& work) {
    constexpr std::size_t most_threads = 4; // more of them wait for memory
    const std::size_t threads = std::min(
        {parts, most_threads, static_cast<std::size_t>(std::thread::hardware_concurrency())});
    std::atomic<std::size_t> next{0};
    const auto take_parts = [&] {
        for (std::size_t part = next++; part < parts; part = next++) {
            work(part);
        }
    };
    std::vector<std::future<void>> others; // each waits for its thread at its end
    for (std::size_t thread = 1; thread < threads; ++thread) {
        others.push_back(std::async(std::launch::async, take_parts));
    }
    take_parts();
    for (auto& other : others) {
        other.get();
    }
}

} // namespace klik::daemon
