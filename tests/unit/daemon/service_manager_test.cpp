#include "daemon/service_manager.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace klik::daemon {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct HeardManager : ServiceManager {
    using ServiceManager::ServiceManager;
    void tell(const std::string& state) override { heard.push_back(state); }

    std::vector<std::string> heard;
};

constexpr ServiceManager::Instant begin{1h};

TEST(ServiceManagerTest, ARoundFeedsTheWatchdogAndTimeAloneDoesNot) {
    HeardManager manager{20s};
    manager.ready("ready");
    EXPECT_THAT(manager.heard, ElementsAre("READY=1\nSTATUS=ready"));
    manager.round_ended(begin);
    manager.round_ended(begin + 1h);
    EXPECT_THAT(manager.heard, ElementsAre("READY=1\nSTATUS=ready", "WATCHDOG=1", "WATCHDOG=1"))
        << "an hour passed within one round, and nothing was said in it";
}

TEST(ServiceManagerTest, ManyShortRoundsFeedItNoOftenerThanItNeeds) {
    HeardManager manager{20s};
    for (auto since = 0ms; since < 20s; since += 1ms) {
        manager.round_ended(begin + since);
    }
    EXPECT_THAT(manager.heard, SizeIs(4));
}

TEST(ServiceManagerTest, FirstRoundFeedsItAlsoBehindALongStart) {
    HeardManager manager{20s};
    manager.start_goes_on(begin);
    manager.ready("ready");
    manager.round_ended(begin + 1ms);
    EXPECT_THAT(manager.heard,
                ElementsAre("EXTEND_TIMEOUT_USEC=60000000", "READY=1\nSTATUS=ready", "WATCHDOG=1"));
}

TEST(ServiceManagerTest, ALongStartAsksForTimeEachFiveSeconds) {
    HeardManager manager{20s};
    for (auto since = 0ms; since < 60s; since += 100ms) {
        manager.start_goes_on(begin + since);
    }
    EXPECT_THAT(manager.heard, SizeIs(12));
}

TEST(ServiceManagerTest, WhereNobodyWatchesNothingIsFed) {
    HeardManager manager{0s};
    manager.round_ended(begin);
    EXPECT_THAT(manager.heard, IsEmpty());
}

} // namespace
} // namespace klik::daemon
