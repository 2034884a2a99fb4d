#include "domain/compact_optional.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>

namespace klik::domain {
namespace {

template <class T>
void expect_as_optional(T one, T other) {
    using Compact = CompactOptional<T>;
    const Compact none;
    const Compact held{one};
    EXPECT_FALSE(none);
    ASSERT_TRUE(held);
    EXPECT_EQ(*held, one);
    EXPECT_EQ(none.value_or(other), other);
    EXPECT_EQ(held.value_or(other), one);
    EXPECT_EQ(std::optional<T>{held}, std::optional{one});
    EXPECT_EQ(std::optional<T>{none}, std::nullopt);

    EXPECT_EQ(held, Compact{one});
    EXPECT_NE(held, Compact{other});
    EXPECT_NE(held, none);
    EXPECT_EQ(held, one);
    EXPECT_NE(none, one);
    EXPECT_EQ(none, std::nullopt);
    EXPECT_NE(held, std::nullopt);

    Compact changed = std::optional{other};
    EXPECT_EQ(changed, other);
    changed = std::optional<T>{};
    EXPECT_EQ(changed, none);
    changed = one;
    changed.reset();
    EXPECT_EQ(changed, none);
}

TEST(CompactOptional, IsAValueOrNone) {
    using std::chrono::days;
    expect_as_optional<Date>(Date{days{19786}}, Date{days{-1'000'000}});
    expect_as_optional<UtcTime>(UtcTime{}, UtcTime{days{19786}});
    expect_as_optional<TaskNumber>({-1}, {121850});
}

TEST(CompactOptional, IsEqualToAnOptionalWithTheSame) {
    const CompactOptional<TaskNumber> none;
    const CompactOptional<TaskNumber> held{TaskNumber{7}};
    EXPECT_EQ(none, std::optional<TaskNumber>{});
    EXPECT_EQ(std::optional<TaskNumber>{}, none);
    EXPECT_NE(none, std::optional{TaskNumber{7}});
    EXPECT_EQ(held, std::optional{TaskNumber{7}});
    EXPECT_NE(std::optional<TaskNumber>{}, held);
}

TEST(CompactOptional, TakesNoMoreRoomThanItsValue) {
    EXPECT_EQ(sizeof(CompactOptional<Date>), 4U);
    EXPECT_EQ(sizeof(CompactOptional<UtcTime>), sizeof(UtcTime));
    EXPECT_EQ(sizeof(CompactOptional<TaskNumber>), sizeof(TaskNumber));
}

} // namespace
} // namespace klik::domain
