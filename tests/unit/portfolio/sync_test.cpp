#include "portfolio/undo.hpp"
#include "unit/portfolio/bench_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace klik::portfolio {
namespace {

using fake::Crash;
using fake::SyncTest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(SyncTest, ATaskBecomesAnItemInItsStatusWithItsPrerequisites) {
    klik.add(1, "Kontrakt").status = "completed";
    auto& second = klik.add(2, "Test");
    second.status = "in_progress";
    second.due = common::date_from_iso("2026-12-24");
    second.prerequisites = {1};
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakt");
    EXPECT_EQ(in_tool(1, Field::status), "Closed");
    EXPECT_EQ(in_tool(2, Field::status), "In Progress");
    EXPECT_EQ(in_tool(2, Field::due_date), "2026-12-24");
    EXPECT_EQ(in_tool(2, Field::prerequisites), "1");
    EXPECT_TRUE(plans_nothing());
}

TEST_F(SyncTest, AnotherPassWritesNothing) {
    klik.add(1, "Kontrakt").status = "completed";
    klik.add(2, "Test").prerequisites = {1};
    ASSERT_TRUE(pass());
    const auto writes = tool.writes.size();
    ASSERT_TRUE(pass());
    ASSERT_TRUE(pass(false));
    kill();
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.writes.size(), writes);
    EXPECT_EQ(tool.creates, 2);
}

TEST_F(SyncTest, APassWithoutNewsAsksOnceForWhatChanged) {
    klik.add(1, "Kontrakt");
    klik.add(2, "Test");
    ASSERT_TRUE(pass());
    ASSERT_TRUE(pass(false));
    tool.calls = 0;
    ASSERT_TRUE(pass(false));
    EXPECT_EQ(tool.calls, 1);
}

TEST_F(SyncTest, AnItemFromTheFutureHidesNoChangeFromTheNextLooks) {
    klik.add(1, "Kontrakt");
    klik.add(2, "Test");
    ASSERT_TRUE(pass());
    tool.now = common::Clock{}.now() + std::chrono::days{365};
    tool.edit(item_of(1).id, Field::due_date, "2026-12-24");
    ASSERT_TRUE(pass(false));
    tool.edit(item_of(2).id, Field::due_date, "2026-12-31");
    ASSERT_TRUE(pass(false));
    ASSERT_THAT(klik.requests, SizeIs(2));
    EXPECT_EQ(klik.requests.at(1).number, 2);
}

TEST_F(SyncTest, ItemsOfAnotherLifeAreTakenOver) {
    klik.add(1, "Kontrakt");
    tool.put(1, {{Field::title, "Kontrakt"}});
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.creates, 0);
    EXPECT_THAT(tool.with_number(1), SizeIs(1));
    EXPECT_EQ(in_tool(1, Field::status), "Assigned");
}

TEST_F(SyncTest, AStatusThatSomebodyGaveInTheToolBecomesARequestOfThatPerson) {
    klik.add(1, "Kontrakt").status = "in_progress";
    ASSERT_TRUE(pass());
    tool.edit(item_of(1).id, Field::status, "Closed", "2");
    ASSERT_TRUE(pass());
    ASSERT_THAT(klik.requests, SizeIs(1));
    const auto& request = klik.requests.front();
    EXPECT_EQ(request.change["status"].text(), "completed");
    EXPECT_EQ(request.actor["id"].text(), "p2");
    EXPECT_EQ(request.base_revision, klik.tasks.at(1).revision);
    EXPECT_THAT(request.lineage, ElementsAre(HasSubstr("fake:")));
    ASSERT_TRUE(pass());
    EXPECT_THAT(klik.requests, SizeIs(1)) << "it waits for the answer";
    EXPECT_EQ(in_tool(1, Field::status), "Closed");
    settle();
    EXPECT_EQ(klik.tasks.at(1).status, "completed");
    EXPECT_EQ(in_tool(1, Field::status), "Closed");
    EXPECT_THAT(klik.requests, SizeIs(1));
    EXPECT_TRUE(plans_nothing());
}

TEST_F(SyncTest, SomebodyWithoutAnIdInKlikIsNamed) {
    klik.add(1, "Kontrakt");
    tool.people.push_back({"4", "poul", "Poul Dahl", ""});
    ASSERT_TRUE(pass());
    tool.edit(item_of(1).id, Field::due_date, "2027-01-04", "4");
    ASSERT_TRUE(pass());
    ASSERT_THAT(klik.requests, SizeIs(1));
    EXPECT_EQ(klik.requests.front().actor["name"].text(), "Poul Dahl");
}

TEST_F(SyncTest, WhatKlikRefusesIsSetBackWithTheReasonAndWhoCanChangeIt) {
    auto& first = klik.add(1, "Kontrakt");
    first.assignee = "p3";
    auto& second = klik.add(2, "Test");
    second.status = "in_progress";
    second.prerequisites = {1};
    klik.refresh_waiting();
    ASSERT_TRUE(pass());
    ASSERT_EQ(in_tool(2, Field::status), "In Progress");
    tool.edit(item_of(2).id, Field::status, "Closed", "2");
    ASSERT_TRUE(pass());
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(2, Field::status), "In Progress");
    ASSERT_THAT(tool.comments, SizeIs(1));
    EXPECT_THAT(tool.comments.front(), HasSubstr("venter på andre opgaver"));
    EXPECT_THAT(tool.comments.front(), HasSubstr("#1 »Kontrakt« (Karen Vest kan afslutte den)"));
    ASSERT_TRUE(pass());
    EXPECT_THAT(tool.comments, SizeIs(1));
    EXPECT_TRUE(plans_nothing());
}

TEST_F(SyncTest, ARequestThatNobodyAnswersIsSetBackToo) {
    klik.add(1, "Kontrakt").status = "in_progress";
    ASSERT_TRUE(pass());
    tool.edit(item_of(1).id, Field::status, "Closed");
    ASSERT_TRUE(pass());
    klik.outcome(klik.requests.at(0).id, "unanswered", "unanswered");
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::status), "In Progress");
    EXPECT_THAT(tool.comments, ElementsAre(HasSubstr("ikke svaret inden for et døgn")));
}

TEST_F(SyncTest, ARequestIsSentAgainUnderItsIdWhileKlikdIsAway) {
    klik.add(1, "Kontrakt").status = "in_progress";
    ASSERT_TRUE(pass());
    tool.edit(item_of(1).id, Field::status, "Closed");
    klik.away = true;
    EXPECT_FALSE(pass());
    kill();
    klik.away = false;
    settle();
    EXPECT_THAT(klik.requests, SizeIs(1));
    EXPECT_EQ(klik.tasks.at(1).status, "completed");
}

TEST_F(SyncTest, AnItemThatSomebodyDeletedIsLeftOrMadeAgain) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    tool.erase(item_of(1).id);
    ASSERT_TRUE(pass());
    ASSERT_TRUE(pass());
    EXPECT_THAT(tool.with_number(1), IsEmpty());
    EXPECT_EQ(program().plans().at(1).aside, Aside::deleted);
    settings.mapping.makes_deleted_again = true;
    kill();
    ASSERT_TRUE(pass());
    EXPECT_THAT(tool.with_number(1), SizeIs(1));
    EXPECT_EQ(in_tool(1, Field::status), "Assigned");
}

TEST_F(SyncTest, AFullPassComesInRealTimeWhateverKlikdsClockDoes) {
    settings.full_pass = std::chrono::seconds{0};
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    tool.erase(item_of(1).id);
    klik.time -= std::chrono::hours{1};
    ASSERT_TRUE(program().step(false));
    EXPECT_TRUE(program().store().bond(1)->gone);
}

TEST_F(SyncTest, AnArchivedProjectIsNoDeletion) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    tool.project_error = Error{"gone", "the project is archived"};
    ASSERT_TRUE(pass()) << "the program goes on with others";
    tool.project_error.reset();
    ASSERT_TRUE(pass());
    EXPECT_FALSE(program().store().bond(1)->gone);
    EXPECT_EQ(tool.creates, 1);
}

TEST_F(SyncTest, AToolThatIsDownStopsThePassAndLosesNothing) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    klik.tasks.at(1).title = "Kontrakten";
    klik.tell(1);
    tool.down = Error{"unreachable", "connection refused"};
    const auto failed = pass(false);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, "unreachable");
    tool.down.reset();
    ASSERT_TRUE(pass(false));
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakten");
}

TEST_F(SyncTest, AnItemAtWhichTheToolFailsHoldsUpNoOther) {
    klik.add(1, "Kontrakt");
    klik.add(2, "Test");
    ASSERT_TRUE(pass());
    tool.fails_at = item_of(1).id;
    for (const auto number : {1, 2}) {
        klik.tasks.at(number).title += " 2";
        klik.tell(number);
    }
    ASSERT_TRUE(pass(false));
    EXPECT_EQ(in_tool(2, Field::title), "Test 2");
    EXPECT_THAT(program().store().dirty(), ElementsAre(1)) << "it is tried again";
    ASSERT_TRUE(pass(true)) << "once, and then it is left";
    EXPECT_THAT(program().store().dirty(), IsEmpty());
    tool.fails_at.clear();
    ASSERT_TRUE(pass(true));
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakt 2");
}

TEST_F(SyncTest, AToolThatFailsAtAllItemsIsTheToolsTrouble) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    klik.tasks.at(1).title = "Kontrakten";
    klik.tell(1);
    tool.down = Error{"busy", "Redmine answers 503"};
    ASSERT_FALSE(program().step(false));
    EXPECT_THAT(program().store().dirty(), ElementsAre(1));
}

TEST_F(SyncTest, ACreateWhoseAnswerWasLostIsFoundAndNotDoneAgain) {
    klik.add(1, "Kontrakt");
    tool.answers_to_lose = 1;
    ASSERT_FALSE(pass());
    ASSERT_TRUE(pass());
    EXPECT_EQ(tool.creates, 1);
    EXPECT_EQ(in_tool(1, Field::status), "Assigned");
}

TEST_F(SyncTest, TwoProgramsThatAnswerEachOtherAreStopped) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    constexpr int rounds = 10;
    for (int round = 0; round < rounds; ++round) { // within the same minutes
        klik.tasks.at(1).due = common::date_from_iso("2026-12-24");
        klik.tell(1);
        ASSERT_TRUE(program().step(false));
        tool.edit(item_of(1).id, Field::due_date, "2026-12-31");
        ASSERT_TRUE(program().step(false));
        klik.carry_out();
        ASSERT_TRUE(program().step(false));
    }
    EXPECT_LE(tool.writes.size(), 3U); // the status at the beginning is one
    EXPECT_LE(klik.requests.size(), 2U);
}

TEST_F(SyncTest, UndoPutsTheItemAndTheBaseBack) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    kill();
    klik.tasks.at(1).title = "Kontrakten";
    klik.tasks.at(1).due = common::date_from_iso("2026-12-24");
    klik.tell(1);
    klik.add(2, "Ny");
    ASSERT_TRUE(pass());
    const auto run = program().run();
    const auto base = program().store().base(1);
    kill();
    std::ostringstream out;
    ASSERT_TRUE(undo(program().bench(), run, out));
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakt");
    EXPECT_EQ(in_tool(1, Field::due_date), "");
    EXPECT_THAT(tool.with_number(2), IsEmpty());
    EXPECT_NE(program().store().base(1), base);
    EXPECT_THAT(out.str(), HasSubstr("#2 oprettelse: slettet igen"));
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakten") << "it is planned again";
}

/// An undo of a create that is killed directly after the item was removed.
class UndoKilled : public SyncTest {
  protected:
    void SetUp() override {
        klik.add(1, "Kontrakt");
        ASSERT_TRUE(pass());
        run_ = program().run();
        failpoint = [](std::string_view place) {
            if (place == "after_remove") {
                throw Crash{std::string{place}};
            }
        };
        EXPECT_THROW(static_cast<void>(undo(program().bench(), run_, out_)), Crash);
        failpoint = [](std::string_view) {};
        kill();
        ASSERT_TRUE(tool.all().empty());
    }
    std::int64_t run_ = 0;
    std::ostringstream out_;
};

TEST_F(UndoKilled, IsNoDeletionByAPersonAndTheTaskGetsItsItemAgain) {
    settle();
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakt");
    EXPECT_EQ(tool.with_number(1).size(), 1);
    EXPECT_TRUE(program().ledger().numbers_of_open().empty());
}

TEST_F(UndoKilled, IsEndedByTheNextUndo) {
    ASSERT_TRUE(undo(program().bench(), run_, out_));
    EXPECT_THAT(out_.str(), HasSubstr("slettet igen"));
    EXPECT_FALSE(program().store().bond(1));
    EXPECT_TRUE(program().ledger().numbers_of_open().empty());
    kill();
    settle();
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakt");
}

TEST_F(SyncTest, UndoLeavesWhatSomebodyChangedSince) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    kill();
    klik.tasks.at(1).title = "Kontrakten";
    klik.tell(1);
    ASSERT_TRUE(pass());
    const auto run = program().run();
    kill();
    tool.edit(item_of(1).id, Field::title, "Aftalen");
    std::ostringstream out;
    ASSERT_TRUE(undo(program().bench(), run, out));
    EXPECT_EQ(in_tool(1, Field::title), "Aftalen");
    EXPECT_THAT(out.str(), HasSubstr("titel har ikke mere det, kørslen skrev; intet gjort"));
}

TEST_F(SyncTest, UndoOfWhichTheToolDoesAPartAsksKlikForNothing) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    kill();
    klik.tasks.at(1).title = "Kontrakten";
    klik.tasks.at(1).due = common::date_from_iso("2026-12-24");
    klik.tell(1);
    ASSERT_TRUE(pass());
    const auto run = program().run();
    kill();
    tool.left_out = {Field::title};
    std::ostringstream out;
    const auto all = undo(program().bench(), run, out);
    ASSERT_TRUE(all);
    EXPECT_FALSE(*all);
    EXPECT_THAT(out.str(), HasSubstr("slutdato er »(tom)« igen"));
    EXPECT_THAT(out.str(), HasSubstr("it left out what this key may not change"));
    EXPECT_EQ(in_tool(1, Field::due_date), "");
    kill();
    settle();
    EXPECT_THAT(klik.requests, IsEmpty());
    EXPECT_EQ(in_tool(1, Field::due_date), "2026-12-24");
}

TEST_F(SyncTest, UndoLeavesAnItemThatAnotherMunicipalityHasToo) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    const auto run = program().run();
    kill();
    std::ostringstream out;
    ASSERT_TRUE(undo(program().bench(), run, out, {{item_of(1).id, "0147"}}));
    EXPECT_EQ(in_tool(1, Field::title), "Kontrakt");
    EXPECT_THAT(out.str(), HasSubstr("kommunen 0147 har også den sag; intet gjort"));
}

TEST_F(SyncTest, ARunCountsWhatItWrote) {
    klik.add(1, "Kontrakt");
    ASSERT_TRUE(pass());
    const auto run = program().run();
    program().ledger().end(run, klik.time, tool.calls);
    const auto told = program().ledger().run(run);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->calls, tool.calls);
    EXPECT_EQ(told->done, 2) << "the item, and its status";
}

} // namespace
} // namespace klik::portfolio
