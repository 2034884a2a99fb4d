#include "portfolio/item_patience.hpp"

#include <gtest/gtest.h>

namespace klik::portfolio {
namespace {

using namespace std::chrono_literals;

TEST(ItemPatience, LeavesAnItemForLongerEachTimeAndForGoodAfterTheLastTry) {
    ItemPatience patience;
    const ItemPatience::Instant now{1h};
    EXPECT_FALSE(patience.failed(1, now));
    EXPECT_TRUE(patience.waits(1, now + 1999ms));
    EXPECT_FALSE(patience.waits(1, now + 2s));
    EXPECT_FALSE(patience.failed(1, now + 2s));
    EXPECT_TRUE(patience.waits(1, now + 5999ms));
    EXPECT_FALSE(patience.waits(1, now + 6s));
    EXPECT_TRUE(patience.failed(1, now + 6s));
    EXPECT_FALSE(patience.waits(1, now + 6s)) << "whoever looks at it again begins anew";
    EXPECT_FALSE(patience.failed(1, now + 6s));
}

TEST(ItemPatience, AnItemThatWorkedBeginsAnewAndOthersAreNotConcerned) {
    ItemPatience patience;
    const ItemPatience::Instant now{1h};
    EXPECT_FALSE(patience.failed(1, now));
    EXPECT_FALSE(patience.waits(2, now));
    patience.worked(1);
    EXPECT_FALSE(patience.waits(1, now));
    EXPECT_FALSE(patience.failed(1, now));
    EXPECT_FALSE(patience.failed(1, now));
}

} // namespace
} // namespace klik::portfolio
