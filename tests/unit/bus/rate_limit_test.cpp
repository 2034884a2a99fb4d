#include "bus/rate_limit.hpp"

#include <gtest/gtest.h>

namespace klik::bus {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t mebibyte = 1U << 20U;

struct RateLimiterTest : testing::Test {
    RateLimiter limiter{{.messages_per_second = 10, .bytes_per_second = 3 * mebibyte}};
    Instant now{1h};

    RateVerdict take(const std::string& connection = "a", std::size_t bytes = 1) {
        return limiter.take(connection, bytes, now).verdict;
    }
    int taken(int tries) {
        int count = 0;
        for (int i = 0; i < tries; ++i) {
            count += take() == RateVerdict::within ? 1 : 0;
        }
        return count;
    }
};

TEST_F(RateLimiterTest, ASecondsWorthMayComeAtOnceAndNoMore) {
    EXPECT_EQ(taken(100), 10);
    EXPECT_EQ(take(), RateVerdict::too_many_messages);
}

TEST_F(RateLimiterTest, TimeBringsItBackUpToASecondsWorth) {
    EXPECT_EQ(taken(20), 10);
    now += 500ms;
    EXPECT_EQ(taken(20), 5);
    now += 30s;
    EXPECT_EQ(taken(20), 10);
}

TEST_F(RateLimiterTest, BytesCountForThemselves) {
    EXPECT_EQ(take("a", 2 * mebibyte), RateVerdict::within);
    EXPECT_EQ(take("a", 2 * mebibyte), RateVerdict::too_many_bytes);
    EXPECT_EQ(take("a", mebibyte), RateVerdict::within);
    now += 1s;
    EXPECT_EQ(take("a", 3 * mebibyte), RateVerdict::within);
}

TEST_F(RateLimiterTest, AWholeMessageMayAlwaysCome) {
    limiter = RateLimiter{{.messages_per_second = 1, .bytes_per_second = 1}};
    EXPECT_EQ(take("a", mebibyte), RateVerdict::within);
    now += 2 * mebibyte * 1s;
    EXPECT_EQ(take("a", 5 * mebibyte), RateVerdict::within) << "what can come at most is enough";
}

TEST_F(RateLimiterTest, ConnectionsDoNotShareTheirLimit) {
    EXPECT_EQ(taken(20), 10);
    EXPECT_EQ(take("b"), RateVerdict::within);
}

TEST_F(RateLimiterTest, IsWorthTellingOnceAConnectionAndMinute) {
    const auto told = [&](const std::string& connection) {
        int count = 0;
        for (int i = 0; i < 100; ++i) {
            count += limiter.take(connection, 1, now).worth_telling ? 1 : 0;
        }
        return count;
    };
    EXPECT_EQ(told("a"), 1);
    EXPECT_EQ(told("b"), 1);
    now += 59s;
    EXPECT_EQ(told("a"), 0);
    now += 1s;
    EXPECT_EQ(told("a"), 1);
}

TEST_F(RateLimiterTest, ForgetsThoseWhoWereSilentForAMinute) {
    EXPECT_EQ(take("a"), RateVerdict::within);
    now += 30s;
    EXPECT_EQ(take("b"), RateVerdict::within);
    EXPECT_EQ(limiter.connections(), 2U);
    now += 30s;
    EXPECT_EQ(take("b"), RateVerdict::within);
    EXPECT_EQ(limiter.connections(), 1U);
}

TEST_F(RateLimiterTest, RemembersABoundedNumberAndForgetsTheLongestUnusedFirst) {
    EXPECT_EQ(taken(20), 10);
    for (int i = 0; i < 9'999; ++i) {
        EXPECT_EQ(take("c" + std::to_string(i)), RateVerdict::within);
    }
    EXPECT_EQ(take(), RateVerdict::too_many_messages) << "a was used just now";
    for (int i = 0; i < 20'000; ++i) {
        EXPECT_EQ(take("d" + std::to_string(i)), RateVerdict::within);
    }
    EXPECT_EQ(limiter.connections(), 10'000U);
}

} // namespace
} // namespace klik::bus
