#include "daemon/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace klik::daemon {

namespace {

/// Nothing where the system has no thread left.
std::optional<std::future<void>> begin_in_a_thread(const std::function<void()>& work) {
    try {
        return std::async(std::launch::async, work);
    } catch (const std::system_error&) {
        return std::nullopt;
    }
}

} // namespace

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
    while (others.size() + 1 < threads) {
        auto other = begin_in_a_thread(take_parts);
        if (!other) {
            break;
        }
        others.push_back(*std::move(other));
    }
    take_parts();
    for (auto& other : others) {
        other.get();
    }
}

} // namespace klik::daemon
