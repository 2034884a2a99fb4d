#include "daemon/parallel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <vector>

namespace klik::daemon {
namespace {

TEST(InThreads, DoesEachPartOnce) {
    for (const std::size_t parts : {0U, 1U, 3U, 1000U}) {
        std::vector<std::atomic<int>> times(parts);
        in_threads(parts, [&](std::size_t part) { ++times.at(part); });
        EXPECT_TRUE(std::ranges::all_of(times, [](const auto& count) { return count == 1; }))
            << parts;
    }
}

TEST(InThreads, ThrowsWhatAPartThrows) {
    const auto fail_at = [](std::size_t bad) {
        in_threads(1000, [bad](std::size_t part) {
            if (part == bad) {
                throw std::runtime_error{"no"};
            }
        });
    };
    for (const std::size_t bad : {0U, 1U, 500U, 999U}) {
        EXPECT_THROW(fail_at(bad), std::runtime_error) << bad;
    }
}

} // namespace
} // namespace klik::daemon
