#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// docs/protocol.md 2, "Facts": gaps, new counts and complete sets, as they are published.
namespace klik::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// `gap 2..4`, `gap_closed 2..4 filled`, `set_incomplete gap`, ...
std::vector<std::string> reports(const World& world) {
    std::vector<std::string> lines;
    for (const auto& report : world.all<engine::SystemReported>()) {
        if (report.kind == "rules_loaded" || report.kind == "unroutable") {
            continue;
        }
        std::string line = report.kind;
        const auto add = [&](const char* key, const char* before) {
            if (const auto found = report.details.find(key); found != report.details.end()) {
                const auto number = domain::sequence(found->second);
                line += before + (number ? std::to_string(number->value) : found->second);
            }
        };
        add("first", " ");
        add("last", report.details.contains("first") ? ".." : " ");
        add("how", " ");
        add("reason", " ");
        add("named", " named ");
        add("gone", " gone ");
        lines.push_back(line);
    }
    return lines;
}

TEST(Sources, AGapIsPublishedAndClosedWhenAllOfItHasCome) {
    World world;
    world.counted_fact(1, 1);
    world.counted_fact(4, 2);
    world.counted_fact(3, 3);
    EXPECT_THAT(reports(world), ElementsAre("gap 2..3"));
    world.counted_fact(2, 4);
    EXPECT_THAT(reports(world), ElementsAre("gap 2..3", "gap_closed 2..3 filled"));
}

TEST(Sources, ARestartIsPublishedWithTheLastThatWasSeenBeforeIt) {
    World world;
    world.counted_fact(9, 1);
    world.counted_fact(3, 2, {}, "e2");
    EXPECT_THAT(reports(world), ElementsAre("source_restarted 9", "gap 1..2"));
}

TEST(Sources, TheStateIsThatOfTheEventsAlone) {
    World world;
    world.counted_fact(1, 1);
    world.counted_fact(5, 2);
    world.set_started("s", 6);
    world.counted_fact(7, 1);
    world.set_ended("s", 1, 8);
    world.counted_fact(2, 9, {}, "e2");
    EXPECT_EQ(world.replayed(), world.state());
}

TEST(CompleteSet, WhatItDoesNotNameIsGone) {
    World world;
    world.counted_fact(1, 1);
    world.counted_fact(2, 2);
    world.clock("2024-02-02 09:00");
    world.set_started("s", 3);
    world.counted_fact(4, 2);
    world.set_ended("s", 1, 5);
    EXPECT_FALSE(world.state().task(TaskNumber{1}));
    EXPECT_TRUE(world.state().task(TaskNumber{2}));
    EXPECT_THAT(reports(world), ElementsAre("set_completed named 1 gone 1"));
    EXPECT_EQ(world.all<engine::TaskRemoved>().size(), 1U);
}

TEST(CompleteSet, CoversTheGapsBeforeItAndTheUnknownTail) {
    World world;
    world.counted_fact(9, 1, {}, "e0");
    world.counted_fact(1, 1);
    world.counted_fact(4, 1);
    world.set_started("s", 5);
    world.counted_fact(6, 1);
    world.set_ended("s", 1, 7);
    EXPECT_THAT(reports(world),
                ElementsAre("source_restarted 9", "gap 2..3", "set_completed named 1 gone 0",
                            "gap_closed 10 covered", "gap_closed 2..3 covered"));
    EXPECT_EQ(engine::open_gaps(*world.state().source("/platform")), 0U);
}

TEST(CompleteSet, AGapWithinItMakesItIncompleteAndNothingIsTakenAway) {
    World world;
    world.counted_fact(1, 1);
    world.clock("2024-02-02 09:00");
    world.set_started("s", 2);
    world.counted_fact(4, 2);
    world.set_ended("s", 1, 5);
    EXPECT_TRUE(world.state().task(TaskNumber{1}));
    EXPECT_THAT(reports(world), ElementsAre("gap 3..3", "set_incomplete gap"));
    EXPECT_EQ(engine::open_gaps(*world.state().source("/platform")), 1U);
}

TEST(CompleteSet, AGapWithinItThatWasFilledIsNone) {
    World world;
    world.set_started("s", 1);
    world.counted_fact(3, 2);
    world.counted_fact(2, 1);
    world.set_ended("s", 2, 4);
    EXPECT_THAT(reports(world),
                ElementsAre("gap 2..2", "gap_closed 2..2 filled", "set_completed named 2 gone 0"));
}

TEST(CompleteSet, AStragglerFromBeforeItIsNotNamedByIt) {
    World world;
    world.counted_fact(1, 7);
    world.counted_fact(3, 1);
    world.set_started("s", 4);
    world.counted_fact(5, 1);
    world.counted_fact(2, 7, {}, "e1");
    world.set_ended("s", 1, 6);
    EXPECT_TRUE(world.knows(1));
    EXPECT_EQ(world.state().sources.at("/platform").set, std::nullopt);
    EXPECT_THAT(reports(world), testing::Contains(testing::HasSubstr("named 1")));
}

TEST(CompleteSet, AStartThatWasOvertakenDoesNotKnowAllThatTheSetNamed) {
    World world;
    world.counted_fact(2, 1);
    world.set_started("s", 1);
    world.counted_fact(3, 2);
    world.set_ended("s", 1, 4);
    world.set_started("t", 5);
    EXPECT_TRUE(world.state().task(TaskNumber{1}));
    EXPECT_THAT(reports(world), ElementsAre("set_incomplete not_started"));
    EXPECT_EQ(world.replayed(), world.state());
}

TEST(CompleteSet, WithoutACountCoversNoGapThatOpenedSinceItBegan) {
    World world;
    world.counted_fact(1, 1);
    world.set_started("s");
    world.fact(1, {});
    world.clock("2024-02-02 09:00");
    world.counted_fact(4, 1);
    world.set_ended("s", 1);
    EXPECT_THAT(reports(world), ElementsAre("gap 2..3", "set_incomplete gap"));
}

TEST(CompleteSet, ARestartOfTheSourceWithinItMakesItIncomplete) {
    World world;
    world.set_started("s", 1);
    world.counted_fact(1, 1, {}, "e2");
    world.set_ended("s", 1, 2);
    EXPECT_THAT(reports(world), ElementsAre("source_restarted 1", "set_incomplete restarted"));
}

TEST(CompleteSet, AnEndThatIsNotOfTheCountInWhichItBeganMakesItIncomplete) {
    World world;
    world.counted_fact(9, 1, {}, "e0");
    world.counted_fact(1, 1);
    world.set_started("s", 2);
    const auto incomplete = [&](std::optional<engine::SourcePosition> position) {
        engine::State state = world.state();
        const engine::FactIdentity fact{"/platform", "end", world.now().utc, std::move(position)};
        const auto events =
            engine::decide(state, {world.now(), "test", engine::EndSet{fact, "s", "", 0}});
        return std::get<engine::SetEnded>(events.front().body).incomplete;
    };
    EXPECT_EQ(incomplete(engine::SourcePosition{"e1", {3}}), "");
    EXPECT_EQ(incomplete(engine::SourcePosition{"e0", {10}}), "restarted") << "a straggler";
    EXPECT_EQ(incomplete(std::nullopt), "restarted");
}

TEST(CompleteSet, WithoutACountIsIncompleteWhereTheSourceBeganAnewWithinIt) {
    World world;
    world.counted_fact(1, 1);
    world.counted_fact(1, 1, {}, "e2");
    world.clock("2024-02-02 09:00");
    world.set_started("s");
    world.fact(1, {});
    world.set_ended("s", 1);
    EXPECT_THAT(reports(world), ElementsAre("source_restarted 1", "set_completed named 1 gone 0",
                                            "gap_closed 2 covered"))
        << "what was lost before it is told again";
    world.clock("2024-02-02 10:00");
    world.set_started("t");
    world.fact(1, {});
    world.clock("2024-02-02 10:01");
    world.counted_fact(1, 1, {}, "e3");
    world.set_ended("t", 1);
    EXPECT_EQ(reports(world).back(), "set_incomplete gap");
}

TEST(CompleteSet, NamingFewerTasksThanItSaysMakesItIncomplete) {
    World world;
    world.fact(7, {});
    world.clock("2024-02-02 09:00");
    world.set_started("s");
    world.fact(1, {});
    world.set_ended("s", 2);
    EXPECT_THAT(reports(world), ElementsAre("set_incomplete count"));
    EXPECT_TRUE(world.state().task(TaskNumber{7}));
}

TEST(CompleteSet, AnEndWithoutItsStartIsIncomplete) {
    World world;
    world.set_ended("s", 0, 1);
    EXPECT_THAT(reports(world), ElementsAre("set_incomplete not_started"));
}

TEST(CompleteSet, AnEndOfAnotherSetOrScopeIsIncomplete) {
    World world;
    world.set_started("s");
    world.set_ended("t", 0);
    world.set_started("s");
    world.set_ended("s", 0, 0, "FBS 2");
    EXPECT_THAT(reports(world),
                ElementsAre("set_incomplete not_started", "set_incomplete not_started"));
}

TEST(CompleteSet, AStartBeforeTheEndOfAnotherSaysThatTheOtherIsIncomplete) {
    World world;
    world.set_started("s");
    world.set_started("t");
    world.set_ended("t", 0);
    EXPECT_THAT(reports(world),
                ElementsAre("set_incomplete not_ended", "set_completed named 0 gone 0"));
}

TEST(CompleteSet, OfAProjectLeavesTheOthersAloneAndCoversNoGap) {
    World world;
    world.counted_fact(1, 1, {{TaskField::project, std::string("FBS 2")}});
    world.counted_fact(4, 2, {{TaskField::project, std::string("Aula")}});
    world.clock("2024-02-02 09:00");
    world.set_started("s", 5, "FBS 2");
    world.set_ended("s", 0, 6, "FBS 2");
    EXPECT_FALSE(world.state().task(TaskNumber{1}));
    EXPECT_TRUE(world.state().task(TaskNumber{2}));
    EXPECT_THAT(reports(world), ElementsAre("gap 2..3", "set_completed named 0 gone 1"));
}

TEST(CompleteSet, EndsTheRolesThatItLeavesOutButNoneThatWasToldSinceItBegan) {
    World world;
    world.assign("project_leader", "anna");
    world.assign("project_leader", "bo");
    world.end_role("project_leader", "bo");
    world.clock("2024-02-02 09:00");
    world.set_started("s");
    world.assign("klik_administrator", "karin");
    world.clock("2024-02-02 09:05");
    world.assign("project_leader", "carl");
    const auto ended_before = world.all<engine::RoleEnded>().size();
    world.set_ended("s", 2);
    ASSERT_EQ(world.all<engine::RoleEnded>().size(), ended_before + 1);
    EXPECT_EQ(world.all<engine::RoleEnded>().back().assignment.person, PersonId{"anna"});
}

TEST(Sources, AFactOfAnotherTimeThanTheRemovalIsJudgedByItsOwnTimeOutsideOfASet) {
    World world;
    world.counted_fact(1, 1);
    world.clock("2024-02-02 09:00");
    world.removed(1);
    const auto old_fact = [&](std::optional<engine::SourcePosition> position) {
        engine::ObserveTask fact{
            {"/platform", "old", moment("2024-02-01 10:00").utc, std::move(position)}, {}};
        fact.observation.number = TaskNumber{1};
        world.fact(std::move(fact));
        return world.knows(1);
    };
    EXPECT_FALSE(old_fact(engine::SourcePosition{"e1", {2}})) << "no set is open";
    world.set_started("s");
    EXPECT_FALSE(old_fact(engine::SourcePosition{"e1", {3}})) << "it is not of the set";
    EXPECT_TRUE(old_fact(std::nullopt)) << "the set says that the task is there";
}

TEST(CompleteSet, ATaskThatSomebodyToldOfSinceItBeganStays) {
    World world;
    world.fact(1, {{TaskField::title, std::string("A")}});
    world.clock("2024-02-02 09:00");
    world.set_started("s");
    world.clock("2024-02-02 09:05");
    world.fact(8, {{TaskField::title, std::string("told while it went on")}});
    world.set_ended("s", 0);
    EXPECT_FALSE(world.state().task(TaskNumber{1}));
    EXPECT_TRUE(world.state().task(TaskNumber{8}));
}

} // namespace
} // namespace klik::test
