// What a first sync costs, and what becomes of a write that nobody has looked at.
#include "portfolio/plan_text.hpp"
#include "portfolio/undo.hpp"
#include "unit/portfolio/bench_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <tuple>

namespace klik::portfolio {
namespace {

using fake::SyncTest;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class FirstSync : public SyncTest {
  protected:
    static constexpr std::int64_t many = 40;

    void add_many() {
        for (std::int64_t number = 1; number <= many; ++number) {
            auto& task = klik.add(number, "Opgave " + std::to_string(number));
            task.status = number % 3 == 0 ? "completed" : "in_progress";
            if (number > 3) {
                task.prerequisites = {number - 3, number - 2};
            }
        }
        klik.refresh_waiting();
    }
    [[nodiscard]] std::string rule(std::int64_t number, Field field) {
        const auto refusals = program().store().refusals(number);
        const auto found = refusals.find(field);
        return found == refusals.end() ? "" : found->second.rule;
    }
};

TEST_F(FirstSync, EachWriteIsOneCallAndAPageOfItemsIsTheLookAtAllOfThem) {
    add_many();
    ASSERT_TRUE(pass());
    const auto steps = static_cast<int>(tool.writes.size());
    const int of_links = many - 3;
    const int least = static_cast<int>(many) + steps + of_links + 1;
    EXPECT_LT(tool.calls, least + 25) << "until the workflow is known items are looked at";
    EXPECT_LT(tool.looks, 12);
    EXPECT_THAT(program().ledger().numbers_of_open(), IsEmpty());
    EXPECT_TRUE(plans_nothing());
}

TEST_F(FirstSync, AStepThatTheToolPassesOverInSilenceIsSeenAndSaid) {
    klik.add(1, "Den første").status = "completed"; // shows the workflow
    ASSERT_TRUE(pass());
    tool.deaf_to = {"Closed"};
    klik.add(2, "Den anden").status = "completed";
    klik.tell(2);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(2, Field::status), "Closed") << "done again, and looked at";
    EXPECT_THAT(program().ledger().numbers_of_open(), IsEmpty());
    EXPECT_TRUE(plans_nothing());
}

TEST_F(FirstSync, LinksThatTheToolSaysItHasMadeAndHasNotAreRefused) {
    tool.is_deaf_to_links = true;
    klik.add(1, "Kontrakt");
    klik.add(2, "Test").prerequisites = {1};
    ASSERT_TRUE(pass());
    EXPECT_EQ(rule(2, Field::prerequisites), "it says that it has written it and has not");
    const auto calls = tool.calls;
    ASSERT_TRUE(pass(false));
    EXPECT_EQ(tool.calls, calls + 1) << "it is not tried for ever";
    EXPECT_TRUE(plans_nothing());
}

TEST_F(FirstSync, WhereTheToolLetsAnItemBeginInItsStatusThereIsNoStep) {
    tool.beginnings = {"In Progress"};
    klik.add(1, "Kontrakt").status = "in_progress";
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::status), "In Progress");
    EXPECT_THAT(tool.writes, IsEmpty());
    EXPECT_TRUE(plans_nothing());
}

TEST_F(FirstSync, WhatSomebodyChangesInANewItemBeforeItWasLookedAtIsKept) {
    settings.mapping.fields[Field::status].conflict = Conflict::tool_wins;
    klik.add(1, "Den første").status = "in_progress"; // shows the workflow
    ASSERT_TRUE(pass());
    klik.add(2, "Den anden").status = "in_progress";
    klik.tell(2);
    failpoint = [&](std::string_view place) {
        if (place == "after_write" && in_tool(2, Field::status) == "In Progress") {
            tool.edit(item_of(2).id, Field::status, "Waiting", "2");
        }
    };
    ASSERT_TRUE(pass());
    failpoint = [](std::string_view) {};
    ASSERT_EQ(klik.requests.size(), 1U) << "it is a change of that person";
    EXPECT_EQ(klik.requests.front().change["status"].text(), "not_started");
    EXPECT_EQ(klik.requests.front().actor["id"].text(), "p2");
}

TEST_F(FirstSync, AWriteThatWasBrokenOffIsNotTakenForAnEarlierOneOfTheSameField) {
    klik.add(1, "Den første").status = "in_progress"; // shows the workflow
    ASSERT_TRUE(pass());
    klik.add(2, "Den anden").status = "in_progress";
    klik.tell(2);
    ASSERT_TRUE(program().step(false));
    klik.tasks.at(2).status = "completed";
    klik.tell(2);
    failpoint = [](std::string_view place) {
        if (place == "before_write") {
            throw fake::Crash{"before_write"};
        }
    };
    EXPECT_THROW(static_cast<void>(program().step(false)), fake::Crash);
    kill();
    failpoint = [](std::string_view) {};
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(2, Field::status), "Closed");
    EXPECT_THAT(klik.requests, IsEmpty()) << "nobody has changed anything in the tool";
}

TEST_F(FirstSync, AnUndoTakesBackEachLinkThatIsStillThere) {
    for (std::int64_t number = 1; number <= 4; ++number) {
        klik.add(number, "Opgave " + std::to_string(number));
    }
    ASSERT_TRUE(pass());
    kill();
    klik.tasks.at(4).prerequisites = {1, 2, 3};
    klik.tell(4);
    ASSERT_TRUE(pass());
    ASSERT_EQ(in_tool(4, Field::prerequisites), "1 2 3");
    const auto run = program().run();
    EXPECT_EQ(program().ledger().of_run(run).size(), 2U) << "the status, and one for all links";
    ASSERT_TRUE(tool.unlink(item_of(2), item_of(4)));
    kill();
    std::ostringstream out;
    ASSERT_TRUE(undo(program().bench(), run, out));
    EXPECT_EQ(in_tool(4, Field::prerequisites), "");
    EXPECT_THAT(out.str(), HasSubstr("#4 ny forudsætning: #1 er fjernet igen"));
    EXPECT_THAT(out.str(), HasSubstr("#4 ny forudsætning: #3 er fjernet igen"));
    EXPECT_THAT(out.str(), Not(HasSubstr("#4 link: #2")));
}

TEST_F(FirstSync, AnUndoPutsBackTheLinksThatWereTakenAway) {
    klik.add(1, "Kontrakt");
    klik.add(2, "Aftale");
    klik.add(3, "Test").prerequisites = {1, 2};
    ASSERT_TRUE(pass());
    kill();
    klik.tasks.at(3).prerequisites = {2};
    klik.tell(3);
    ASSERT_TRUE(pass());
    ASSERT_EQ(in_tool(3, Field::prerequisites), "2");
    const auto run = program().run();
    kill();
    std::ostringstream out;
    ASSERT_TRUE(undo(program().bench(), run, out));
    EXPECT_EQ(in_tool(3, Field::prerequisites), "1 2");
    EXPECT_THAT(out.str(), HasSubstr("#3 fjernet forudsætning: #1 er der igen"));
}

/// The tool carries out a create when another item was made already.
class LateCreate : public FirstSync {
  protected:
    void SetUp() override {
        klik.add(1, "Kontrakt").status = "in_progress";
        tool.is_late = true;
        ASSERT_FALSE(pass());
        ASSERT_TRUE(pass());
        id_ = item_of(1).id;
        tool.do_late();
        ASSERT_THAT(tool.with_number(1), SizeIs(2));
    }
    [[nodiscard]] std::string other() const {
        const auto both = tool.with_number(1);
        return both.front().id == id_ ? both.back().id : both.front().id;
    }
    std::string id_;
};

TEST_F(LateCreate, IsRemovedAgain) {
    std::ignore = program().plans();
    EXPECT_THAT(tool.with_number(1), SizeIs(2)) << "a plan writes nothing";
    ASSERT_TRUE(pass());
    ASSERT_THAT(tool.with_number(1), SizeIs(1));
    EXPECT_EQ(item_of(1).id, id_);
    EXPECT_EQ(in_tool(1, Field::status), "In Progress");
    EXPECT_TRUE(plans_nothing());
    tool.put(1, {{Field::title, "Kontrakt"}});
    ASSERT_TRUE(pass());
    EXPECT_THAT(tool.with_number(1), SizeIs(2)) << "that was a person, and nothing is given up";
}

TEST_F(LateCreate, IsLeftWhenSomebodyHasTouchedIt) {
    tool.say(other(), "2");
    ASSERT_TRUE(pass());
    EXPECT_THAT(tool.with_number(1), SizeIs(2));
}

TEST_F(LateCreate, IsLeftWhenItIsNotAsItWasToBe) {
    tool.erase(other());
    tool.put(1, {{Field::title, "Kontrakt"}});
    ASSERT_TRUE(pass());
    EXPECT_THAT(tool.with_number(1), SizeIs(2)) << "a person made it";
}

TEST_F(LateCreate, IsRemovedByTheNextStartWhereThatWasBrokenOff) {
    failpoint = [](std::string_view place) {
        if (place == "before_remove") {
            throw fake::Crash{std::string{place}};
        }
    };
    EXPECT_THROW(static_cast<void>(program().step()), fake::Crash);
    failpoint = [](std::string_view) {};
    kill();
    ASSERT_TRUE(pass());
    ASSERT_THAT(tool.with_number(1), SizeIs(1));
    EXPECT_EQ(item_of(1).id, id_);
    EXPECT_TRUE(program().ledger().numbers_of_open().empty());
}

/// A run that made items, with steps and links.
class UndoOfFirstSync : public FirstSync {
  protected:
    void SetUp() override {
        klik.add(1, "Kontrakt").status = "in_progress";
        for (std::int64_t number = 2; number <= 9; ++number) {
            auto& task = klik.add(number, "Opgave " + std::to_string(number));
            task.prerequisites = {number - 1};
        }
        klik.refresh_waiting();
        ASSERT_TRUE(pass());
        run_ = program().run();
        kill();
        tool.calls = 0;
    }
    std::string undone() {
        std::ostringstream out;
        EXPECT_TRUE(undo(program().bench(), run_, out));
        return out.str();
    }
    std::int64_t run_ = 0;
};

TEST_F(UndoOfFirstSync, LooksAtEachItemAndDeletesIt) {
    const auto said = undone();
    EXPECT_THAT(tool.all(), IsEmpty());
    EXPECT_EQ(tool.calls, 2 * 9);
    EXPECT_THAT(said, HasSubstr("#9 oprettelse: slettet igen"));
    EXPECT_THAT(said, Not(HasSubstr("left")));
}

TEST_F(UndoOfFirstSync, LeavesAnItemThatSomebodyHasWorkedOnAndTakesBackWhatItWrote) {
    tool.edit(item_of(1).id, Field::due_date, "2027-01-04");
    const auto said = undone();
    ASSERT_THAT(tool.all(), SizeIs(1));
    EXPECT_EQ(in_tool(1, Field::due_date), "2027-01-04");
    EXPECT_EQ(in_tool(1, Field::status), "New");
    EXPECT_THAT(said, HasSubstr("#1 oprettelse: nogen har arbejdet på den siden; sagen bliver "
                                "stående"));
    EXPECT_TRUE(program().store().bond(1)) << "it is the task's as before";
}

TEST_F(UndoOfFirstSync, LeavesAnItemInWhichSomebodySaidSomethingOrKeepsSomething) {
    tool.say(item_of(2).id, "3");
    tool.keep_more(item_of(3).id);
    undone();
    EXPECT_THAT(tool.all(), SizeIs(2));
}

TEST_F(UndoOfFirstSync, KnowsWhatWasChangedWithItsOwnKey) {
    tool.edit(item_of(4).id, Field::title, "Vores egen", tool.self);
    undone();
    EXPECT_EQ(in_tool(4, Field::title), "Vores egen");
}

/// A goal that the item cannot come to.
class NoWay : public FirstSync {};

TEST_F(NoWay, AnItemThatCannotComeToItsStatusStandsWhereItStood) {
    tool.workflow["In Progress"].erase("Closed");
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    ASSERT_EQ(in_tool(1, Field::status), "Assigned");
    klik.tasks.at(1).status = "completed";
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::status), "Assigned") << "it was led to look for a way";
    EXPECT_THAT(rule(1, Field::status), HasSubstr("has no way from"));
    EXPECT_TRUE(plans_nothing());
    const auto writes = tool.writes.size();
    klik.tasks.at(1).title = "Kontrakten";
    klik.tell(1);
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.writes.size(), writes + 1) << "by now it is known that there is no way";
}

TEST_F(NoWay, WhatHoldsAnItemOpenIsNamedAndTheItemIsNotMoved) {
    klik.add(1, "Kontrakt").status = "in_progress";
    klik.add(2, "Aftale").status = "completed";
    klik.add(3, "Test").prerequisites = {1, 2};
    klik.refresh_waiting();
    ASSERT_TRUE(pass());
    ASSERT_EQ(in_tool(3, Field::status), "Waiting");
    const auto writes = tool.writes.size();
    klik.tasks.at(3).status = "completed"; // a fact of the platform
    klik.tell(3);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(3, Field::status), "Waiting");
    EXPECT_EQ(tool.writes.size(), writes);
    EXPECT_EQ(rule(3, Field::status),
              "it closes nothing that waits for an open item, and #1 is open there");
    const auto plan = program().plans().at(3);
    ASSERT_THAT(plan.left, SizeIs(1));
    EXPECT_EQ(plan.left.front().held_open_by, (std::set<std::int64_t>{1}));
    const auto task = klik.tasks.at(3);
    const auto item = item_of(3);
    EXPECT_THAT(plan_text({&task, &item, nullptr}, plan, common::Language::danish),
                HasSubstr("(værktøjet afslutter intet, der venter på en åben opgave, og dér er #1 "
                          "åben)"));
    klik.tasks.at(1).status = "completed";
    klik.tell(1);
    klik.tell(3);
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(3, Field::status), "Closed");
}

} // namespace
} // namespace klik::portfolio
