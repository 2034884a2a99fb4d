#include "daemon/back_off.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace klik::daemon {
namespace {

using namespace std::chrono_literals;

std::vector<int> next_waits(BackOff& back_off, std::size_t count) {
    std::vector<int> seconds;
    while (seconds.size() < count) {
        seconds.push_back(static_cast<int>(back_off.wait_after(0s).count()));
    }
    return seconds;
}

TEST(BackOffTest, DoublesFromASecondToFiveMinutes) {
    BackOff back_off;
    EXPECT_THAT(next_waits(back_off, 11),
                testing::ElementsAre(1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300));
}

TEST(BackOffTest, BeginsAnewOnlyAfterTenMinutesOfRunning) {
    BackOff back_off;
    next_waits(back_off, 4);
    EXPECT_EQ(back_off.wait_after(10min - 1ms), 16s);
    EXPECT_EQ(back_off.wait_after(10min), 1s);
    EXPECT_EQ(back_off.wait_after(0s), 2s);
}

TEST(BackOffTest, BeginsAnewWhenTold) {
    BackOff back_off;
    next_waits(back_off, 4);
    back_off.begin_anew();
    EXPECT_EQ(back_off.wait_after(0s), 1s);
}

} // namespace
} // namespace klik::daemon
