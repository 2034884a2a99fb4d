// What becomes of a task whose item somebody copies or deletes.
#include "unit/portfolio/bench_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace klik::portfolio {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class LostItem : public fake::SyncTest {
  protected:
    void SetUp() override {
        klik.add(1, "Kontrakt");
        ASSERT_TRUE(pass());
        first_ = item_of(1).id;
    }
    std::string copied() { return tool.put(1, item_of(1).fields); }
    std::string bound() { return program().store().bond(1)->item; }
    std::string first_;
};

TEST_F(LostItem, ACopyThatIsKeptInItsPlaceIsItsItem) {
    const auto copy = copied();
    ASSERT_TRUE(pass());
    EXPECT_EQ(bound(), first_);
    tool.erase(first_);
    ASSERT_TRUE(pass());
    EXPECT_EQ(bound(), copy);
    EXPECT_FALSE(program().store().bond(1)->gone);
    klik.tasks.at(1).title = "Kontrakten";
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakten");
    tool.edit(copy, Field::status, "In Progress");
    settle();
    EXPECT_EQ(klik.tasks.at(1).status, "in_progress") << "people are heard again";
}

TEST_F(LostItem, ACopyIsFoundAfterTheDeletionWasToo) {
    const auto fields = item_of(1).fields;
    tool.erase(first_);
    ASSERT_TRUE(pass());
    EXPECT_TRUE(program().store().bond(1)->gone);
    const auto copy = tool.put(1, fields);
    ASSERT_TRUE(pass());
    EXPECT_EQ(bound(), copy);
}

TEST_F(LostItem, OfSeveralCopiesNoneIsChosen) {
    copied();
    copied();
    tool.erase(first_);
    ASSERT_TRUE(pass());
    EXPECT_EQ(bound(), first_);
    EXPECT_TRUE(program().store().bond(1)->gone);
    EXPECT_THAT(tool.with_number(1), SizeIs(2));
    EXPECT_TRUE(plans_nothing());
}

TEST_F(LostItem, OneOfAnotherKindIsLeftAloneUntilItIsChangedBack) {
    tool.alter(first_, [](Item& item) { item.other_kind = "it is a `Bug` and no `Task`"; });
    tool.edit(first_, Field::due_date, "2027-01-02");
    klik.tasks.at(1).title = "Kontrakten";
    klik.tell(1);
    const auto writes = tool.writes.size();
    settle();
    EXPECT_THAT(tool.writes, SizeIs(writes));
    EXPECT_THAT(klik.requests, IsEmpty());
    EXPECT_EQ(program().plans().at(1).aside, Aside::other_kind);
    tool.alter(first_, [](Item& item) { item.other_kind.clear(); });
    settle();
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakten");
    EXPECT_THAT(klik.requests, SizeIs(1));
}

TEST_F(LostItem, ANumberThatSomebodyTookAwayIsRestored) {
    tool.alter(first_, [](Item& item) { item.number.reset(); });
    ASSERT_TRUE(pass());
    EXPECT_EQ(item_of(1).id, first_);
    EXPECT_EQ(tool.creates, 1);
    tool.edit(first_, Field::due_date, "2027-01-02");
    ASSERT_TRUE(pass(false));
    EXPECT_THAT(klik.requests, SizeIs(1));
}

TEST_F(LostItem, ANumberThatHasAPlaceOfItsOwnByNowIsMovedThere) {
    tool.alter(first_, [](Item& item) { item.number_is_to_move = item.number_is_loose = true; });
    EXPECT_TRUE(plans_nothing());
    EXPECT_TRUE(item_of(1).number_is_to_move) << "a plan writes nothing";
    ASSERT_TRUE(pass());
    EXPECT_FALSE(item_of(1).number_is_to_move);
    EXPECT_TRUE(plans_nothing());
}

TEST_F(LostItem, ANumberInATextIsBelievedOfWhatOurKeyHasMade) {
    klik.add(2, "Test");
    const auto others = tool.put(2, {{Field::title, "Noget andet"}});
    for (const auto& id : {first_, others}) {
        tool.alter(id, [](Item& item) { item.number_is_loose = true; });
    }
    kill();
    std::filesystem::remove_all(folder.path());
    std::filesystem::create_directory(folder.path());
    ASSERT_TRUE(pass());
    EXPECT_EQ(bound(), first_);
    EXPECT_NE(program().store().bond(2)->item, others);
    EXPECT_EQ(tool.creates, 2);
}

TEST_F(LostItem, TheSameNumberInAnotherTextIsNoCopy) {
    const auto other = tool.put(1, {{Field::title, "Noget andet"}});
    tool.alter(other, [](Item& item) { item.number_is_loose = true; });
    tool.erase(first_);
    ASSERT_TRUE(pass());
    EXPECT_TRUE(program().store().bond(1)->gone);
}

} // namespace
} // namespace klik::portfolio
