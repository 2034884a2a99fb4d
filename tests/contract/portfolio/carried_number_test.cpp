// The number by which an item is found again after a loss of the state.
#include "contract/portfolio/tool_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::portfolio {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const Fields contract{{Field::title, "Kontrakt"}, {Field::description, "Med leverandøren"}};

TEST_P(ToolContract, ANumberThatIsThereIsCarriedOnAndNothingElseIsChanged) {
    const auto item = good(tool().read(made(12, contract).id));
    const auto carried = good(tool().carry(item, 12));
    EXPECT_EQ(carried.id, item.id);
    EXPECT_EQ(carried.number, 12);
    EXPECT_EQ(good(tool().read(item.id)).fields, item.fields);
    EXPECT_THAT(good(tool().carrying(stage_.project, 12)), SizeIs(1));
}

TEST_P(ToolContract, ANumberThatSomebodyTookAwayIsGivenAgainAndTheTextStays) {
    if (!stage_.take_number_away) {
        GTEST_SKIP() << "an item without its number is none";
    }
    const auto item = made(12, contract);
    stage_.take_number_away(item);
    const auto without = good(tool().read(item.id));
    EXPECT_EQ(without.number, std::nullopt);
    EXPECT_THAT(good(tool().carrying(stage_.project, 12)), IsEmpty());
    EXPECT_EQ(good(tool().carry(without, 12)).number, 12);
    EXPECT_EQ(now(item, Field::description), "Med leverandøren");
    const auto found = good(tool().carrying(stage_.project, 12));
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found.front().id, item.id);
}

TEST_P(ToolContract, ANumberIsNotGivenToWhatSomebodyElseChangedMeanwhile) {
    if (!stage_.take_number_away) {
        GTEST_SKIP() << "an item without its number is none";
    }
    const auto item = made(12, contract);
    stage_.take_number_away(item);
    const auto without = good(tool().read(item.id));
    const auto theirs = good(stage_.of_another->read(item.id));
    good(stage_.of_another->write(theirs, {{Field::title, "Hannes"}}, ""));
    good(tool().read(item.id)); // what was seen last is no excuse
    EXPECT_EQ(code_of(tool().carry(without, 12)), "stale");
    EXPECT_EQ(good(tool().read(item.id)).number, std::nullopt);
}

TEST_P(ToolContract, ANumberMovesToThePlaceThatTheConfigurationHasForItNow) {
    if (!stage_.before_move) {
        GTEST_SKIP() << "there is one place alone";
    }
    const auto item = good(stage_.before_move->create(stage_.project, 12, contract));
    const auto moved = good(tool().carry(good(tool().read(item.id)), 12));
    EXPECT_EQ(moved.number, 12);
    EXPECT_FALSE(moved.number_is_to_move);
    EXPECT_EQ(now(item, Field::description), "Med leverandøren");
    const auto again = good(tool().carry(moved, 12));
    EXPECT_EQ(again.version, moved.version) << "what is in its place is left";
    EXPECT_THAT(good(tool().carrying(stage_.project, 12)), SizeIs(1));
}

} // namespace
} // namespace klik::portfolio
