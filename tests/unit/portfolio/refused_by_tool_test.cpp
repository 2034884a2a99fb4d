// What the tool's rules do not let a task have.
#include "unit/portfolio/bench_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::portfolio {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class RefusedByTool : public fake::SyncTest {};

TEST_F(RefusedByTool, IsLeftAndExplainedAndNotTriedForEver) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    tool.forbidden = {Field::due_date};
    klik.tasks.at(1).due = common::date_from_iso("2026-12-24");
    klik.tasks.at(1).title = "Kontrakten";
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakten") << "the rest is written";
    const auto refused = program().store().refusals(1);
    ASSERT_TRUE(refused.contains(Field::due_date));
    EXPECT_EQ(refused.at(Field::due_date).rule, "this key may not change it");
    const auto plan = program().plans().at(1);
    EXPECT_THAT(plan.changes, IsEmpty());
    ASSERT_THAT(plan.left, SizeIs(1));
    EXPECT_EQ(plan.left.front().why, Why::refused_by_tool);
    EXPECT_EQ(plan.left.front().rule, "this key may not change it");
}

TEST_F(RefusedByTool, IsCountedUntilItIsDone) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    EXPECT_FALSE(program().not_done().any());
    tool.forbidden = {Field::due_date};
    klik.tasks.at(1).due = common::date_from_iso("2026-12-24");
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(program().not_done().values, 1U);
    kill();
    ASSERT_TRUE(pass());
    EXPECT_EQ(program().not_done().values, 1U) << "also where it is not tried again";
    EXPECT_EQ(program().not_done().tasks, 0U);
    tool.forbidden.clear();
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_FALSE(program().not_done().any());
}

TEST_F(RefusedByTool, IsWhatItSaysYesToAndDoesNotDo) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    tool.ignored = {Field::title};
    klik.tasks.at(1).title = "Kontrakten";
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_TRUE(program().store().refusals(1).contains(Field::title));
    EXPECT_TRUE(plans_nothing());
}

TEST_F(RefusedByTool, ComesToRestWhereAKeyMayCommentAlone) {
    klik.add(1, "Kontrakt");
    auto& second = klik.add(2, "Test");
    second.status = "in_progress";
    second.prerequisites = {1};
    klik.refresh_waiting();
    ASSERT_TRUE(pass());
    tool.edit(item_of(2).id, Field::status, "Closed");
    tool.ignored = {Field::status, Field::title};
    klik.tasks.at(2).title = "Testen";
    klik.tell(2);
    settle();
    EXPECT_THAT(program().store().refusals(2), SizeIs(2));
    EXPECT_THAT(tool.comments, SizeIs(1));
    klik.tasks.at(2).title = "Testene";
    klik.tell(2);
    settle();
    EXPECT_THAT(tool.comments, SizeIs(1)) << "tried again, and said once";
    tool.ignored.clear();
    klik.tasks.at(2).title = "Tests";
    klik.tell(2);
    settle();
    EXPECT_EQ(in_tool(2, Field::status), "In Progress");
    EXPECT_THAT(tool.comments, SizeIs(1));
}

TEST_F(RefusedByTool, ItsCommentIsWrittenWithTheNextTryWhereItWasRefusedToo) {
    klik.add(1, "Kontrakt").status = "in_progress";
    ASSERT_TRUE(pass());
    tool.edit(item_of(1).id, Field::status, "Closed");
    ASSERT_TRUE(pass());
    klik.outcome(klik.requests.at(0).id, "unanswered", "unanswered");
    tool.forbidden = {Field::status};
    ASSERT_TRUE(pass());
    EXPECT_THAT(tool.comments, IsEmpty());
    tool.forbidden.clear();
    klik.tasks.at(1).title = "Kontrakten";
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::status), "In Progress");
    EXPECT_THAT(tool.comments, SizeIs(1));
}

TEST_F(RefusedByTool, ForWantOfARightIsTriedAgainWhenTheKeyHasIt) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    tool.forbidden = {Field::due_date};
    tool.missing = {{"nøglen må ikke", "the key may not"}};
    klik.tasks.at(1).due = common::date_from_iso("2026-12-24");
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::due_date), "");
    kill();
    ASSERT_TRUE(pass());
    const auto calls_of_rest = tool.refused;
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.refused, calls_of_rest) << "not for ever";
    tool.forbidden.clear();
    tool.missing.clear();
    kill();
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::due_date), "2026-12-24");
}

TEST_F(RefusedByTool, AClosedProjectIsNoRefusalOfEachTaskAndIsGoneOnWithWhenItIsOpen) {
    klik.add(1, "Kontrakt");
    klik.add(2, "Test").prerequisites = {1};
    ASSERT_TRUE(pass());
    tool.closed_project = Error{"closed", "the project is closed"};
    klik.tasks.at(1).title = "Kontrakten";
    klik.tasks.at(2).status = "in_progress";
    klik.tasks.at(2).prerequisites.clear();
    klik.tell(1);
    klik.tell(2);
    klik.add(3, "Drift");
    klik.tell(3);
    ASSERT_TRUE(pass(false));
    ASSERT_TRUE(pass());
    for (const auto number : {1, 2, 3}) {
        EXPECT_THAT(program().store().refusals(number), IsEmpty()) << number;
    }
    tool.closed_project.reset();
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakten");
    EXPECT_EQ(in_tool(2, Field::status), "In Progress");
    EXPECT_EQ(in_tool(3, Field::title), "Drift");
    EXPECT_TRUE(plans_nothing());
}

TEST_F(RefusedByTool, WhatWasRefusedWhileTheProjectWasClosedIsTriedAgainWhenItIsOpen) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    tool.forbidden = {Field::due_date};
    klik.tasks.at(1).due = common::date_from_iso("2026-12-24");
    klik.tell(1);
    ASSERT_TRUE(pass());
    tool.closed_project = Error{"closed", "the project is closed"};
    ASSERT_TRUE(pass());
    kill();
    tool.closed_project.reset();
    tool.forbidden.clear();
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::due_date), "2026-12-24");
}

TEST_F(RefusedByTool, WhatHasAnOpenPartIsNotLedAboutAndThePartIsNamed) {
    klik.add(1, "Kontrakt").status = "in_progress";
    ASSERT_TRUE(pass());
    const auto id = item_of(1).id;
    tool.alter(id, [](Item& item) { item.open_parts = {"issue #17 `Bilag`"}; });
    klik.tasks.at(1).status = "completed";
    klik.tell(1);
    const auto writes = tool.writes.size();
    settle();
    EXPECT_THAT(tool.writes, SizeIs(writes));
    EXPECT_EQ(program().store().refusals(1).at(Field::status).rule,
              "it closes nothing that has an open subtask, and issue #17 `Bilag` is open there");
    const auto plan = program().plans().at(1);
    ASSERT_THAT(plan.left, SizeIs(1));
    EXPECT_THAT(plan.left.front().open_parts, SizeIs(1));
    tool.alter(id, [](Item& item) { item.open_parts.clear(); });
    settle();
    EXPECT_EQ(in_tool(1, Field::status), "Closed");
}

} // namespace
} // namespace klik::portfolio
