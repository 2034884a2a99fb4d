#include "engine/due_index.hpp"
#include "support/tasks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using domain::TaskNumber;
using engine::DueIndex;
using testing::ElementsAre;
using testing::IsEmpty;

const domain::Date monday = date("2024-02-05");
const domain::Date tuesday = date("2024-02-06");
const domain::Date friday = date("2024-02-09");

TEST(DueIndex, NamesWhatIsDueByDateAndNumber) {
    DueIndex index;
    EXPECT_TRUE(index.empty());
    index.move({7}, {}, tuesday);
    index.move({9}, {}, monday);
    index.move({2}, {}, tuesday);
    index.move({1}, {}, friday);
    EXPECT_EQ(index.earliest(), monday);
    EXPECT_THAT(index.until(tuesday), ElementsAre(TaskNumber{9}, TaskNumber{2}, TaskNumber{7}));
    EXPECT_THAT(index.until(date("2024-02-04")), IsEmpty());
}

TEST(DueIndex, ForgetsADateThatAllHaveLeft) {
    DueIndex index;
    index.move({1}, {}, monday);
    index.move({2}, {}, monday);
    index.move({1}, monday, friday);
    EXPECT_EQ(index.earliest(), monday);
    index.move({2}, monday, {});
    EXPECT_EQ(index.earliest(), friday);
    index.move({1}, friday, {});
    EXPECT_TRUE(index.empty());
    EXPECT_EQ(index, DueIndex{});
}

TEST(DueIndex, NamesATaskOnceHoweverOftenItCameBack) {
    DueIndex index;
    index.move({2}, {}, monday);
    index.move({1}, {}, monday);
    for (int i = 0; i < 3; ++i) {
        index.move({1}, monday, friday);
        index.move({1}, friday, monday);
        index.move({1}, monday, monday);
    }
    EXPECT_THAT(index.until(monday), ElementsAre(TaskNumber{1}, TaskNumber{2}));
    EXPECT_EQ(index.earliest(), monday);
}

TEST(DueIndex, OfManyComingsAndGoingsKeepsThoseThatStay) {
    DueIndex index;
    for (std::int64_t number = 1; number <= 1000; ++number) {
        index.move({number}, {}, monday);
    }
    for (std::int64_t number = 1; number <= 1000; ++number) {
        if (number % 100 != 0) {
            index.move({number}, monday, friday);
        }
    }
    EXPECT_THAT(index.until(monday), testing::SizeIs(10));
    EXPECT_EQ(index.until(monday).front(), TaskNumber{100});
    EXPECT_THAT(index.until(friday), testing::SizeIs(1000));
}

TEST(DueIndex, IsEqualWhateverTheWayToIt) {
    DueIndex one;
    one.move({1}, {}, monday);
    one.move({2}, {}, monday);
    DueIndex other;
    other.move({2}, {}, friday);
    other.move({1}, {}, monday);
    EXPECT_NE(one, other);
    other.move({2}, friday, monday);
    EXPECT_EQ(one, other);
}

} // namespace
} // namespace klik::test
