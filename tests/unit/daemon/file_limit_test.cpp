#include "daemon/file_limit.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace klik::daemon {
namespace {

TEST(FileLimit, TheSoftLimitIsRaisedToTheHardOne) {
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit low{.rlim_cur = 64, .rlim_max = before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
    EXPECT_EQ(raise_file_limit(), before.rlim_max);
    rlimit after{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &after), 0);
    EXPECT_EQ(after.rlim_cur, before.rlim_max);
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
}

TEST(FileLimit, AThousandConnectionsAreLeftForClients) {
    EXPECT_GT(files_needed(1), 1000U);
    EXPECT_GT(files_needed(98), 1000U + 98U * 4U);
}

} // namespace
} // namespace klik::daemon
