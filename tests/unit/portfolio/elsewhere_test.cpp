#include "portfolio/plan_text.hpp"
#include "unit/portfolio/bench_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::portfolio {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// What stands in another project of the tool than the mapping says.
class ElsewhereTest : public fake::HeardSyncTest {
  protected:
    void SetUp() override {
        klik.add(1, "Kontrakt");
        EXPECT_TRUE(pass());
    }
    void map_to(const std::string& project) {
        kill();
        settings.mapping.projects = {{"DUBU 3.0", project}};
    }
    [[nodiscard]] std::string planned() {
        std::string text;
        Sync sync{program().bench()};
        sync.want_all();
        EXPECT_TRUE(sync.read(true));
        EXPECT_TRUE(sync.preview([&](const Pair& pair, const Plan& plan) {
            text += plan_text(pair, plan, common::Language::english);
        }));
        return text;
    }
};

TEST_F(ElsewhereTest, AMappingThatWasMovedIsSaidAndItsItemsAreLeftUntilTheyAreMovedToo) {
    map_to("b");
    klik.tasks.at(1).title = "Aftale";
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakt");
    EXPECT_EQ(tool.creates, 1) << "no second item";
    EXPECT_THAT(log_.str(), HasSubstr("[F240] 9999: items stand in another project"));
    EXPECT_THAT(log_.str(), HasSubstr("#1 in portfolio, and not in b"));
    EXPECT_THAT(planned(), HasSubstr("stands in the tool's project `portfolio`, and belongs in "
                                     "`b`; left alone until it is moved there"));
    tool.edit(item_of(1).id, Field::status, "In Progress");
    tool.move(item_of(1).id, "b");
    settle();
    EXPECT_EQ(in_tool(1, Field::title), "Aftale");
    EXPECT_EQ(klik.tasks.at(1).status, "in_progress") << "what somebody did there meanwhile counts";
    EXPECT_THAT(log_.str(), HasSubstr("[F241] 9999: all items stand"));
    EXPECT_THAT(planned(), IsEmpty());
}

TEST_F(ElsewhereTest, AfterAMoveOfTheMappingNewTasksGetTheirItemsInTheNewProject) {
    map_to("b");
    klik.add(2, "Test");
    klik.tell(2);
    ASSERT_TRUE(pass());
    EXPECT_EQ(item_of(2).project, "b");
}

TEST_F(ElsewhereTest, AMappingThatWasMovedBackGoesOnWhereItWas) {
    map_to("b");
    ASSERT_TRUE(pass());
    map_to("portfolio");
    klik.tasks.at(1).title = "Aftale";
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::title), "Aftale");
}

TEST_F(ElsewhereTest, AnItemThatSomebodyMovesIsSaidOnceAndSoIsItsReturn) {
    tool.move(item_of(1).id, "archive");
    ASSERT_TRUE(pass());
    ASSERT_TRUE(pass());
    const auto log = log_.str();
    EXPECT_EQ(log.find("[F240]"), log.rfind("[F240]"));
    EXPECT_THAT(log, HasSubstr("#1 in archive, and not in portfolio"));
    tool.move(item_of(1).id, "portfolio");
    ASSERT_TRUE(pass(false));
    EXPECT_THAT(log_.str(), HasSubstr("[F241]"));
}

TEST_F(ElsewhereTest, AnItemThatSomebodyMovesOutOfSightIsNoDeletionAndHoldsUpNoOther) {
    klik.add(2, "Test");
    tool.move(item_of(1).id, "secret");
    tool.hidden = {"secret"};
    kill();
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(2, Field::title), "Test");
    EXPECT_THAT(log_.str(), HasSubstr("#1 in a project that the key cannot"));
    EXPECT_THAT(log_.str(), Not(HasSubstr("[F230]")));
    EXPECT_THAT(planned(), HasSubstr("belongs in `portfolio`"));
}

/// The item of task 2 is made, and nothing is known of it.
class BrokenOffElsewhere : public ElsewhereTest {
  protected:
    void SetUp() override {
        ElsewhereTest::SetUp();
        klik.add(2, "Test");
        klik.tell(2);
        failpoint = [](std::string_view place) {
            if (place == "after_create") {
                throw fake::Crash{std::string{place}};
            }
        };
        EXPECT_THROW(static_cast<void>(pass()), fake::Crash);
        failpoint = [](std::string_view) {};
        map_to("b");
    }
};

TEST_F(BrokenOffElsewhere, ACreateIsFoundInTheProjectThatTheTaskHadThen) {
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.with_number(2).size(), 1U);
    EXPECT_THAT(log_.str(), HasSubstr("#2 in portfolio, and not in b"));
    tool.move(item_of(1).id, "b");
    tool.move(item_of(2).id, "b");
    settle();
    EXPECT_TRUE(plans_nothing());
    EXPECT_EQ(tool.creates, 2);
}

TEST_F(BrokenOffElsewhere, NoOtherIsMadeWhileNobodyCanSeeWhetherItWasDone) {
    tool.hidden = {"portfolio"};
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.with_number(2).size(), 1U);
    EXPECT_THAT(log_.str(), HasSubstr("[F232] 9999: #2 is left as it is: its item was to be made "
                                      "in project portfolio"));
    klik.add(3, "Drift");
    klik.tell(3);
    ASSERT_TRUE(pass());
    EXPECT_EQ(item_of(3).project, "b") << "the others go on";
    tool.hidden.clear();
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.with_number(2).size(), 1U);
    EXPECT_THAT(log_.str(), HasSubstr("#2 in portfolio, and not in b"));
}

TEST_F(BrokenOffElsewhere, WhereTheProjectIsAnotherMunicipalitysNowItsItemsAreLeftAlone) {
    settings.mapping.projects_of = {{"0147", {{"DUBU 3.0", "portfolio"}}}};
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.with_number(2).size(), 2U);
    EXPECT_THAT(log_.str(), HasSubstr("[F258] 9999: #2: its item was to be made in portfolio"));
}

TEST_F(ElsewhereTest, ACreateThatTheFormerProjectCarriesOutTooLateIsRemovedThere) {
    klik.add(2, "Test");
    klik.tell(2);
    tool.is_late = true;
    ASSERT_FALSE(pass());
    map_to("b");
    ASSERT_TRUE(pass());
    EXPECT_EQ(item_of(2).project, "b");
    tool.do_late();
    ASSERT_EQ(tool.with_number(2).size(), 2U);
    ASSERT_TRUE(pass());
    ASSERT_EQ(tool.with_number(2).size(), 1U);
    EXPECT_EQ(item_of(2).project, "b");
    EXPECT_THAT(log_.str(), HasSubstr("[F236] 9999: #2"));
}

TEST_F(ElsewhereTest, ACopyInAnotherMappedProjectIsSaid) {
    kill();
    settings.mapping.projects = {{"DUBU 3.0", "portfolio"}, {"KP", "b"}};
    tool.move(tool.put(1, {{Field::title, "Kontrakt"}}), "b");
    ASSERT_TRUE(pass());
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.with_number(1).size(), 2U);
    const auto log = log_.str();
    EXPECT_THAT(log, HasSubstr("[F229] 9999: #1 has the item 1, and the item 2 carries"));
    EXPECT_EQ(log.find("[F229]"), log.rfind("[F229]")) << "once";
}

TEST_F(ElsewhereTest, ATaskOfAProjectThatIsNotMappedAnyMoreIsNotSaidToBeGone) {
    kill();
    settings.mapping.projects = {{"KP", "portfolio"}};
    EXPECT_THAT(planned(), HasSubstr("the project \"DUBU 3.0\" is no longer in"));
    kill();
    settings.mapping.projects = {{"KP", "other"}};
    EXPECT_THAT(planned(), HasSubstr("the project \"DUBU 3.0\" is no longer in"));
}

TEST_F(ElsewhereTest, AnItemThatGetsAnotherIdWithItsPlaceIsTheSame) {
    klik.tasks.at(1).due = common::date_from_iso("2026-12-24");
    klik.tell(1);
    ASSERT_TRUE(pass());
    const auto fields = item_of(1).fields;
    tool.erase(item_of(1).id);
    const auto id = tool.put(1, fields);
    tool.move(id, "b");
    tool.edit(id, Field::due_date, "2027-01-31");
    map_to("b");
    settle();
    EXPECT_EQ(klik.tasks.at(1).due, common::date_from_iso("2027-01-31"))
        << "the base was kept, so that it is a change of the tool";
    EXPECT_THAT(log_.str(), HasSubstr("[F242] 9999: #1 has the item " + id + " now"));
    EXPECT_THAT(log_.str(), Not(HasSubstr("[F230]")));
}

TEST_F(ElsewhereTest, WithoutItsStateWhatKlikOverrulesIsSaidInTheItemAndCountedInTheLog) {
    klik.tasks.at(1).due = common::date_from_iso("2026-12-24");
    klik.tell(1);
    ASSERT_TRUE(pass());
    tool.edit(item_of(1).id, Field::due_date, "2027-01-31");
    kill();
    std::filesystem::remove(folder.path() / "9999.sqlite");
    ASSERT_TRUE(pass());
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::due_date), "2026-12-24");
    EXPECT_THAT(tool.comments,
                testing::ElementsAre(HasSubstr("slutdato var »31-01-2027« her og er nu "
                                               "»24-12-2026« som i KLIK")));
    EXPECT_THAT(log_.str(), HasSubstr("set to KLIK's (`conflict`): 1, of 1 tasks: #1"));
}

} // namespace
} // namespace klik::portfolio
