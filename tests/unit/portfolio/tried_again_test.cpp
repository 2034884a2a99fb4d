// What the tool refused is tried again when what it was refused for is over, though neither the
// task nor its item is another.
#include "unit/portfolio/bench_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::portfolio {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class TriedAgain : public fake::HeardSyncTest {
  protected:
    void complete(std::int64_t number) {
        klik.tasks.at(number).status = "completed";
        klik.tell(number);
    }
};

TEST_F(TriedAgain, AStatusWhenWhatSomebodyHadHoldTheItemOpenIsTakenAway) {
    klik.add(1, "Kontrakt").status = "in_progress";
    ASSERT_TRUE(pass());
    tool.hold_by_hand(item_of(1).id, true);
    complete(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::status), "In Progress");
    EXPECT_THAT(program().store().refusals(1).at(Field::status).rule,
                HasSubstr("that an open item blocks, and issue #99 `Bilag` is open there"));
    const auto refused = tool.refused;
    ASSERT_TRUE(pass());
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.refused, refused) << "not for ever";
    tool.hold_by_hand(item_of(1).id, false);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::status), "Closed");
}

TEST_F(TriedAgain, WhatHoldsOneItemOpenIsNoRuleOfTheWorkflowForOthers) {
    klik.add(1, "Kontrakt").status = "in_progress";
    ASSERT_TRUE(pass());
    tool.hold_by_hand(item_of(1).id, true);
    complete(1);
    ASSERT_TRUE(pass()); // the first that is seen in that status
    klik.add(2, "Test").status = "completed";
    klik.tell(2);
    settle();
    EXPECT_EQ(in_tool(2, Field::status), "Closed");
}

TEST_F(TriedAgain, AStatusWhenTheWorkflowHasAStepMore) {
    tool.workflow["In Progress"].erase("Closed");
    klik.add(1, "Kontrakt").status = "in_progress";
    ASSERT_TRUE(pass());
    complete(1);
    ASSERT_TRUE(pass());
    ASSERT_TRUE(program().store().refusals(1).contains(Field::status));
    tool.workflow["In Progress"].insert("Closed");
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::status), "Closed");
}

TEST_F(TriedAgain, AStatusWhenAnotherItemShowsTheStepThatWasMissing) {
    tool.workflow["In Progress"].erase("Closed");
    klik.add(1, "Kontrakt");
    klik.add(2, "Test").status = "in_progress";
    ASSERT_TRUE(pass());
    complete(1);
    ASSERT_TRUE(pass());
    ASSERT_TRUE(program().store().refusals(1).contains(Field::status));
    EXPECT_EQ(in_tool(1, Field::status), "Assigned");
    tool.workflow["In Progress"].insert("Closed");
    complete(2);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(2, Field::status), "Closed");
    EXPECT_EQ(in_tool(1, Field::status), "Closed");
}

TEST_F(TriedAgain, APrerequisiteWhenTheCircleThatItClosedIsOpen) {
    klik.add(1, "Kontrakt");
    klik.add(2, "Test").prerequisites = {1};
    klik.add(3, "Drift").prerequisites = {2};
    klik.refresh_waiting();
    ASSERT_TRUE(pass());
    klik.tasks.at(1).prerequisites = {3}; // klikd tells one after the other
    klik.tell(1);
    ASSERT_TRUE(pass(false));
    EXPECT_EQ(in_tool(1, Field::prerequisites), "");
    klik.tasks.at(2).prerequisites.clear();
    klik.tell(2);
    ASSERT_TRUE(pass(false));
    EXPECT_EQ(in_tool(2, Field::prerequisites), "");
    EXPECT_EQ(in_tool(1, Field::prerequisites), "3");
    EXPECT_TRUE(plans_nothing());
}

TEST_F(TriedAgain, OneRefusedPrerequisiteKeepsNoOtherFromTheItem) {
    klik.add(1, "Kontrakt");
    klik.add(2, "Test").prerequisites = {1};
    klik.add(3, "Drift");
    ASSERT_TRUE(pass());
    klik.tasks.at(1).prerequisites = {2, 3};
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(2, Field::prerequisites), "1");
    EXPECT_EQ(in_tool(1, Field::prerequisites), "3");
}

TEST_F(TriedAgain, AChangeInTheMomentOfAWriteIsSaid) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    klik.tasks.at(1).due = common::date_from_iso("2026-12-24");
    klik.tell(1);
    tool.meanwhile = [this] { tool.edit(item_of(1).id, Field::due_date, "2027-01-31"); };
    ASSERT_TRUE(pass(false));
    EXPECT_EQ(in_tool(1, Field::due_date), "2026-12-24");
    EXPECT_THAT(log_.str(), HasSubstr("[F259] 9999: #1: somebody changed due_date of the item"));
    EXPECT_EQ(program().store().said("author"), tool.self);
}

} // namespace
} // namespace klik::portfolio
