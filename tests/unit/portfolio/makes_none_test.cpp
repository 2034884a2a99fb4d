// A tool that wants of every new item what no task has, such as a field that is required there.
#include "unit/portfolio/bench_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::portfolio {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MakesNone : public fake::HeardSyncTest {
  protected:
    void SetUp() override {
        klik.add(1, "Kontrakt");
        EXPECT_TRUE(pass());
        tool.wants_of_each = "Afdeling";
        for (std::int64_t number = 2; number <= 5; ++number) {
            klik.add(number, "Opgave");
            klik.tell(number);
        }
    }
    [[nodiscard]] std::size_t told(const std::string& id) const {
        const auto log = log_.str();
        std::size_t times = 0;
        for (auto at = log.find(id); at != std::string::npos; at = log.find(id, at + 1)) {
            ++times;
        }
        return times;
    }
};

TEST_F(MakesNone, IsSaidOnceAndNotOfEachTaskAndTheToolIsNotAskedForEach) {
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.refused, 1);
    ASSERT_TRUE(pass(false));
    EXPECT_EQ(tool.refused, 1) << "the next full pass tries again";
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.refused, 2);
    EXPECT_EQ(told("[F246]"), 1U);
    EXPECT_THAT(log_.str(), HasSubstr("[F246] 9999, project portfolio: it makes no new items"));
    EXPECT_THAT(log_.str(), HasSubstr("Afdeling cannot be blank"));
    EXPECT_THAT(log_.str(), Not(HasSubstr("[F232]")));
}

TEST_F(MakesNone, IsCountedOfEachTaskThatWaits) {
    ASSERT_TRUE(pass());
    EXPECT_EQ(program().not_done().tasks, 4U);
    tool.wants_of_each.clear();
    ASSERT_TRUE(pass());
    EXPECT_FALSE(program().not_done().any());
}

TEST_F(MakesNone, KeepsNoItemThatIsThereFromItsChanges) {
    klik.tasks.at(1).title = "Aftale";
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::title), "Aftale");
}

TEST_F(MakesNone, LosesNothingAndIsOverByItself) {
    ASSERT_TRUE(pass());
    EXPECT_THAT(why_none_is_made(program().store(), "portfolio"), HasSubstr("Afdeling"));
    kill();
    tool.wants_of_each.clear();
    ASSERT_TRUE(pass());
    for (std::int64_t number = 2; number <= 5; ++number) {
        EXPECT_EQ(tool.with_number(number).size(), 1U) << number;
    }
    EXPECT_TRUE(plans_nothing());
    EXPECT_EQ(why_none_is_made(program().store(), "portfolio"), "");
}

TEST_F(MakesNone, IsSaidToBeOverWhereItHadBeenSaid) {
    ASSERT_TRUE(pass());
    tool.wants_of_each.clear();
    ASSERT_TRUE(pass());
    EXPECT_EQ(told("[F247]"), 1U);
}

TEST_F(MakesNone, OfAProjectThatIsKnownToLackSomethingIsSaidOfOneTask) {
    tool.missing = {{"mangler", "the tracker is not there"}};
    ASSERT_TRUE(pass());
    EXPECT_EQ(told("[F224]"), 1U);
    EXPECT_EQ(told("[F246]"), 0U);
    EXPECT_EQ(told("[F232]"), 1U);
}

} // namespace
} // namespace klik::portfolio
