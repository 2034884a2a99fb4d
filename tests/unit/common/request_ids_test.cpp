#include "common/request_ids.hpp"

#include <gtest/gtest.h>

namespace klik::common {
namespace {

TEST(RequestIds, AreKnownAgain) {
    const RequestIds ids{"calendar", "5f"};
    EXPECT_EQ(ids.of(17), "calendar-5f-17");
    EXPECT_EQ(ids.number_in("calendar-5f-17"), 17);
}

TEST(RequestIds, OfSomebodyElseAreNone) {
    const RequestIds ids{"calendar", "5f"};
    EXPECT_EQ(ids.number_in("calendar-60-17"), std::nullopt);
    EXPECT_EQ(ids.number_in("calendar-5f-"), std::nullopt);
    EXPECT_EQ(ids.number_in("calendar-5f-17x"), std::nullopt);
}

} // namespace
} // namespace klik::common
