#include "daemon/signals.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace klik::daemon {
namespace {

TEST(SignalsTest, AreReadOneByOne) {
    auto signals = Signals::block().value();
    EXPECT_FALSE(signals.next());
    raise(SIGHUP);
    EXPECT_EQ(signals.next(), Signal::reload);
    raise(SIGTERM);
    EXPECT_EQ(signals.next(), Signal::end);
    raise(SIGINT);
    EXPECT_EQ(signals.next(), Signal::end);
    EXPECT_FALSE(signals.next());
}

} // namespace
} // namespace klik::daemon
