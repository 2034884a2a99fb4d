// New items that the tool does not take as they are.
#include "unit/portfolio/bench_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::portfolio {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class CreatorTest : public fake::HeardSyncTest {
  protected:
    CreatorTest() {
        settings.mapping.fields[Field::assignee] = {Direction::both, Conflict::klik_wins};
        settings.mapping.fields[Field::phase] = {};
        klik.add(1, "Kontrakt").assignee = "p2";
        klik.tasks.at(1).due = common::date_from_iso("2026-12-24");
        klik.add(2, "Test");
    }
};

TEST_F(CreatorTest, AFieldThatANewItemMayNotHaveKeepsNoItemFromBeingMade) {
    tool.not_in_new = {Field::assignee};
    tool.forbidden = {Field::assignee};
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakt");
    EXPECT_EQ(in_tool(1, Field::due_date), "2026-12-24");
    EXPECT_EQ(in_tool(1, Field::status), "Assigned");
    EXPECT_TRUE(program().store().refusals(1).contains(Field::assignee)) << "and is named";
    EXPECT_EQ(program().not_done().values, 1U);
    EXPECT_EQ(in_tool(2, Field::title), "Test");
    settle();
    EXPECT_THAT(klik.requests, IsEmpty()) << "nobody has taken the person away in the tool";
    tool.forbidden.clear();
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::assignee), "2");
}

TEST_F(CreatorTest, DatesThatTheToolRefusesKeepNoItemFromBeingMade) {
    tool.not_in_new = {Field::due_date};
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::due_date), "2026-12-24") << "written afterwards";
    EXPECT_EQ(tool.creates, 2);
}

TEST_F(CreatorTest, APhaseThatTheToolDoesNotHaveHoldsUpNeitherItsTaskNorOthers) {
    klik.tasks.at(1).phase = "Anskaffelse";
    tool.unknown_in_new = {Field::phase};
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakt");
    EXPECT_EQ(in_tool(2, Field::title), "Test");
    EXPECT_THAT(program().ledger().numbers_of_open(), IsEmpty());
}

TEST_F(CreatorTest, ACrashBehindATryWithFewerFieldsTakesNothingForAChangeOfAPerson) {
    tool.not_in_new = {Field::assignee};
    int times = 0;
    failpoint = [&](std::string_view place) {
        if (place == "after_create" && ++times == 2) {
            throw fake::Crash{std::string{place}};
        }
    };
    EXPECT_THROW(static_cast<void>(pass()), fake::Crash);
    failpoint = [](std::string_view) {};
    kill();
    settle();
    EXPECT_THAT(tool.with_number(1), SizeIs(1));
    EXPECT_EQ(in_tool(1, Field::assignee), "2");
    EXPECT_THAT(klik.requests, IsEmpty());
}

/// The project lacks nothing that the mapping names.
class StrayItem : public CreatorTest {
  protected:
    StrayItem() {
        settings.mapping.fields.erase(Field::assignee);
        settings.mapping.fields.erase(Field::phase);
    }
};

TEST_F(StrayItem, GoesAgain) {
    tool.leaves_number_out = true;
    ASSERT_TRUE(pass());
    EXPECT_THAT(tool.all(), IsEmpty());
    EXPECT_THAT(log_.str(), HasSubstr("[F246] 9999, project portfolio"));
    EXPECT_THAT(log_.str(), HasSubstr("It was removed again"));
}

TEST_F(StrayItem, IsOneAtMostWhereItCannotBeRemoved) {
    tool.leaves_number_out = true;
    tool.never_removes = true;
    for (int i = 0; i < 4; ++i) {
        kill();
        ASSERT_TRUE(pass());
    }
    EXPECT_THAT(tool.all(), SizeIs(1));
    EXPECT_THAT(log_.str(), HasSubstr("item 1 without a task's number"));
    tool.leaves_number_out = false;
    ASSERT_TRUE(pass());
    EXPECT_THAT(tool.all(), SizeIs(1)) << "that one is to be removed first";
    tool.erase("1");
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakt");
    EXPECT_EQ(in_tool(2, Field::title), "Test");
}

TEST_F(StrayItem, GoesAgainWhenTheProgramIsKilledBeforeItIsRemoved) {
    tool.leaves_number_out = true;
    tool.meanwhile = [] { throw fake::Crash{"before it is removed"}; };
    EXPECT_THROW(static_cast<void>(pass()), fake::Crash);
    EXPECT_THAT(tool.all(), SizeIs(1));
    kill();
    ASSERT_TRUE(pass());
    EXPECT_THAT(tool.all(), IsEmpty());
}

TEST_F(StrayItem, OfACreateThatWasBrokenOffIsNamedByItsTitle) {
    tool.leaves_number_out = true;
    failpoint = [](std::string_view place) {
        if (place == "after_create") {
            throw fake::Crash{std::string{place}};
        }
    };
    EXPECT_THROW(static_cast<void>(pass()), fake::Crash);
    failpoint = [](std::string_view) {};
    kill();
    ASSERT_TRUE(pass());
    EXPECT_THAT(tool.all(), SizeIs(1)) << "it has nothing by which it could be found";
    EXPECT_THAT(log_.str(), HasSubstr("A create was broken off before (#1 `Kontrakt`): where it "
                                      "left an item without a number, remove that by hand too"));
}

} // namespace
} // namespace klik::portfolio
