#include "common/clock.hpp"

#include <gtest/gtest.h>

namespace klik::common {
namespace {

using namespace std::chrono_literals;

const Time morning{std::chrono::sys_days{2024y / 2 / 19} + 7h + 5s};

TEST(Clock, FollowsKlikdsWhereThatIsAVirtualOne) {
    Clock clock;
    EXPECT_GT(clock.now(), morning);
    clock.follow("2024-02-19T07:00:05Z");
    EXPECT_TRUE(clock.is_virtual());
    EXPECT_EQ(clock.now(), morning);
    clock.follow("");
    EXPECT_FALSE(clock.is_virtual());
}

TEST(Clock, ReadsTheTimesThatKlikdWrites) {
    EXPECT_EQ(time_from_rfc3339("2024-02-19T07:00:05Z"), morning);
    EXPECT_EQ(time_from_rfc3339("2024-02-19T07:00:05.25Z"), morning + 250ms);
    for (const char* wrong : {"", "2024-02-19", "2024-02-30T07:00:05Z", "2024-02-19T07:00:05+01:00",
                              "2024-02-19Tab:00:05Z"}) {
        EXPECT_EQ(time_from_rfc3339(wrong), std::nullopt) << wrong;
    }
}

TEST(BackOff, DoublesUpToItsLongest) {
    const BackOff wait{30s, 900s};
    EXPECT_EQ(wait.after(1), 30s);
    EXPECT_EQ(wait.after(2), 60s);
    EXPECT_EQ(wait.after(5), 480s);
    EXPECT_EQ(wait.after(6), 900s);
    EXPECT_EQ(wait.after(1000), 900s);
}

} // namespace
} // namespace klik::common
