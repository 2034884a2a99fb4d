#include "portfolio/lineage.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::portfolio {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class LineageTest : public testing::Test {
  protected:
    static Change to_tool(const std::string& value, Why why = Why::klik_changed) {
        return {1, "7", Side::tool, Field::due_date, "", value, why};
    }
    static Change to_klik(const std::string& value) {
        return {1, "7", Side::klik, Field::due_date, "", value, Why::tool_changed};
    }
    [[nodiscard]] Lineage lineage() const { return {store, now}; }
    std::vector<std::string> add(const Change& change, const std::string& cause) {
        auto led_to_it = lineage().of(change, cause);
        lineage().add(change, led_to_it);
        return led_to_it;
    }

    const test::TemporaryFolder folder;
    Store store = Store::open(folder.path(), "9999");
    common::Time now{24h};
};

TEST_F(LineageTest, ARequestCarriesWhatLedToIt) {
    add(to_tool("a"), "e.1");
    EXPECT_THAT(add(to_klik("b"), "edit 5"), ElementsAre("e.1", "edit 5"));
    EXPECT_THAT(lineage().of(to_tool("c"), "e.2"), ElementsAre("e.1", "edit 5", "e.2"));
}

TEST_F(LineageTest, WhatWouldRepeatOneOfItsChainStops) {
    add(to_tool("a"), "e.1");
    EXPECT_FALSE(lineage().repeats(to_klik("a"))) << "the other side";
    add(to_klik("b"), "edit 5");
    EXPECT_TRUE(lineage().repeats(to_tool("a")));
    EXPECT_FALSE(lineage().repeats(to_tool("c")));
}

TEST_F(LineageTest, PeopleOfOneSideMakeNoChain) {
    add(to_tool("a"), "e.1");
    add(to_tool("b"), "e.2");
    EXPECT_FALSE(lineage().repeats(to_tool("a")));
    EXPECT_THAT(lineage().of(to_tool("a"), "e.3"), ElementsAre("e.3"));
}

TEST_F(LineageTest, APauseEndsTheChain) {
    add(to_tool("a"), "e.1");
    add(to_klik("b"), "edit 5");
    now += Lineage::longest_pause + 1ms;
    EXPECT_FALSE(lineage().repeats(to_tool("a")));
    EXPECT_THAT(add(to_tool("a"), "e.2"), ElementsAre("e.2"));
    EXPECT_THAT(store.steps(1, Field::due_date), SizeIs(1));
}

TEST_F(LineageTest, SettingBackIsDoneAFewTimesAndNotForEver) {
    const auto back = to_tool("a", Why::put_back);
    for (int i = 0; i < Lineage::most_put_backs; ++i) {
        EXPECT_FALSE(lineage().repeats(back));
        add(back, "e.1");
    }
    EXPECT_TRUE(lineage().repeats(back));
}

} // namespace
} // namespace klik::portfolio
