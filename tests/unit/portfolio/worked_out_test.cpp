// Values that the tool gives an item by itself: nobody changed them, so nobody is asked.
#include "unit/portfolio/bench_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::portfolio {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class WorkedOut : public fake::SyncTest {
  protected:
    void SetUp() override {
        klik.add(1, "Kontrakt").due = common::date_from_iso("2026-12-24");
        ASSERT_TRUE(pass());
    }
    void stays(const std::string& value) {
        settle();
        EXPECT_THAT(klik.requests, IsEmpty());
        EXPECT_EQ(in_tool(1, Field::due_date), value);
        const auto plan = program().plans().at(1);
        EXPECT_THAT(plan.changes, IsEmpty());
        ASSERT_THAT(plan.left, SizeIs(1));
        EXPECT_EQ(plan.left.front().why, Why::worked_out);
    }
};

TEST_F(WorkedOut, ADateThatASubtaskChangesIsNotAskedFor) {
    tool.work_out(item_of(1).id, Field::due_date, "");
    stays("");
}

TEST_F(WorkedOut, AFieldThatOnlyGoesOutIsNoFightEither) {
    settings.mapping.fields[Field::due_date].direction = Direction::out;
    kill();
    tool.work_out(item_of(1).id, Field::due_date, "2026-12-31");
    const auto writes = tool.writes.size();
    stays("2026-12-31");
    EXPECT_THAT(tool.writes, SizeIs(writes));
}

TEST_F(WorkedOut, ADateThatMovedAlongWithOurWriteIsNoPersonsChange) {
    tool.edit(item_of(1).id, Field::due_date, "2027-01-02", tool.self);
    tool.alter(item_of(1).id, [](Item& item) { item.moves_along = true; });
    stays("2027-01-02");
}

TEST_F(WorkedOut, ADateThatMovedWithTheLinkThatWeMadeIsNoPersonsChange) {
    tool.alter(item_of(1).id, [](Item& item) {
        item.moves_along = true;
        item.fields[Field::due_date] = "2027-01-02";
        item.edits.push_back({"link", "1", item.changed, {Field::due_date, Field::prerequisites}});
    });
    stays("2027-01-02");
}

TEST_F(WorkedOut, WhatAPersonChangesIsAskedForAllTheSame) {
    tool.work_out(item_of(1).id, Field::due_date, "");
    ASSERT_TRUE(pass());
    tool.edit(item_of(1).id, Field::due_date, "2027-01-02");
    ASSERT_TRUE(pass());
    ASSERT_THAT(klik.requests, SizeIs(1));
    EXPECT_EQ(klik.requests.front().change["due_date"].text(), "2027-01-02");
}

TEST_F(WorkedOut, WhatKlikChangesIsWritten) {
    tool.work_out(item_of(1).id, Field::due_date, "");
    ASSERT_TRUE(pass());
    klik.tasks.at(1).due = common::date_from_iso("2027-02-01");
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::due_date), "2027-02-01");
}

} // namespace
} // namespace klik::portfolio
