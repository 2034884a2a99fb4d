#include "support/busy_year.hpp"
#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Fields due_on(const char* iso) {
    return {{TaskField::due_date, date(iso)}};
}

TEST(Decide, TheFirstRecordOfAnInputIsTheInputAndTheCauseOfTheRest) {
    World world;
    const std::size_t before = world.events().size();
    world.fact(1, due_on("2024-03-04"));
    const auto& events = world.events();
    ASSERT_GT(events.size(), before + 1);
    EXPECT_TRUE(std::holds_alternative<engine::TaskObserved>(events[before].body));
    for (std::size_t i = before; i < events.size(); ++i) {
        EXPECT_EQ(events[i].cause, events[before].sequence);
    }
}

TEST(Decide, SequencesAreDenseAndPreviousNamesTheLastOfTheSameKind) {
    World world;
    world.fact(1, due_on("2024-03-04"));
    world.fact(2, due_on("2024-03-05"));
    world.clock("2024-03-10 12:00");
    std::map<engine::EventKind, Sequence> last;
    std::uint64_t expected = 0;
    for (const auto& event : world.events()) {
        EXPECT_EQ(event.sequence.value, ++expected);
        const auto kind = engine::kind_of(event.body);
        EXPECT_EQ(event.previous, last[kind]);
        last[kind] = event.sequence;
    }
}

TEST(Decide, AnAbsentFieldIsLeftAloneAndNoneClearsIt) {
    World world;
    world.fact(1, {{TaskField::due_date, date("2024-03-04")},
                   {TaskField::assignee, PersonId{"anna"}},
                   {TaskField::goal, std::string()}});
    world.fact(1, {{TaskField::assignee, None{}}});
    const auto& task = world.state().tasks.at(TaskNumber{1}).task;
    EXPECT_EQ(task.due_date(), date("2024-03-04"));
    EXPECT_EQ(task[TaskField::assignee]->value, FieldValue{None{}});
    EXPECT_EQ(task[TaskField::goal]->value, FieldValue{std::string()});
    EXPECT_FALSE(task[TaskField::method]);
}

TEST(Decide, AnOlderFactIsRecordedAsStale) {
    World world;
    world.fact(1, due_on("2024-03-04"));
    world.fact_of("2024-01-15 12:00", 1,
                  {{TaskField::due_date, date("2024-04-04")}, {TaskField::goal, std::string("G")}});
    const auto observed = world.all<engine::TaskObserved>().back();
    EXPECT_THAT(observed.stale, ElementsAre(TaskField::due_date));
    EXPECT_THAT(observed.taken, ElementsAre(TaskField::goal));
    EXPECT_EQ(world.state().task(TaskNumber{1})->due_date(), date("2024-03-04"));
}

TEST(Decide, AFactThatChangesNothingPublishesNothing) {
    World world;
    world.fact(1, due_on("2024-03-04"));
    const auto published = world.all<engine::TaskStateChanged>().size();
    world.fact(1, due_on("2024-03-04"));
    EXPECT_EQ(world.all<engine::TaskStateChanged>().size(), published);
    EXPECT_FALSE(world.all<engine::TaskObserved>().back().changed);
    EXPECT_EQ(world.view(1).revision, 1U);
}

TEST(Decide, AStepOfTheClockTouchesOnlyTheTasksThatChange) {
    World world;
    for (int number = 1; number <= 500; ++number) {
        world.fact(number, due_on("2024-09-02"));
    }
    world.fact(501, due_on("2024-03-04"));
    world.known();
    const std::size_t before = world.events().size();
    world.clock("2024-02-19 00:00");
    // MomentPassed, the one state, the one schedule.
    EXPECT_EQ(world.events().size(), before + 3);
}

TEST(Decide, NothingHappensOnDaysOnWhichNothingIsDue) {
    World world;
    world.fact(1, due_on("2024-09-02"));
    world.known();
    const std::size_t before = world.events().size();
    world.clock("2024-08-18 23:59");
    EXPECT_EQ(world.events().size(), before);
}

TEST(Decide, BothSidesOfAnEdgeArePublished) {
    World world;
    world.fact(1, {});
    world.fact(2, {{TaskField::prerequisites, numbers({1})}});
    EXPECT_EQ(world.view(1).blocks, numbers({2}));
    EXPECT_EQ(world.view(2).blocked_by, numbers({1}));
    world.fact(2, {{TaskField::status, std::string("Fuldført")}});
    EXPECT_THAT(world.view(1).blocks, IsEmpty()) << "a closed task waits for nothing";
}

TEST(Decide, ARequestBasedOnAnOlderRevisionIsRefused) {
    World world;
    world.fact(1, due_on("2024-03-04"));
    world.fact(1, due_on("2024-03-05"));
    EXPECT_EQ(world.request("r1", 1, {{TaskField::priority, std::string("Høj")}}, "", 1),
              "refused stale_revision");
    EXPECT_EQ(world.request("r2", 1, {{TaskField::priority, std::string("Høj")}}, "", 2),
              "accepted");
}

TEST(Decide, ARequestThatBreaksTwoRulesIsRefusedForTheFirstAndSaysBoth) {
    World world;
    world.fact(1, {{TaskField::status, std::string("Fuldført")},
                   {TaskField::start_date, date("2024-03-04")}});
    EXPECT_EQ(world.request("r", 1,
                            {{TaskField::status, std::string("Ikke påbegyndt")},
                             {TaskField::due_date, date("2024-03-01")}}),
              "refused transition");
    const auto concluded = world.all<engine::RequestConcluded>().back();
    ASSERT_EQ(concluded.violations.size(), 2U);
    EXPECT_EQ(concluded.violations[1].rule, "due_before_start");
}

TEST(Decide, OnTheFirstMorningTheRunIsAhead) {
    World world("2024-02-01 07:00");
    world.fact(1, {{TaskField::assignee, PersonId{"anna"}}});
    world.clock("2024-02-01 08:00");
    EXPECT_THAT(world.told(), testing::Contains("2024-02-01 08:00 first_sight #1 -> anna"));
}

TEST(Decide, AnAcceptedRequestIsPublishedForThePlatform) {
    World world;
    world.fact(1, {});
    world.request("r1", 1, {{TaskField::status, std::string("Påbegyndt")}}, "anna");
    const auto asked = world.all<engine::ChangeRequested>();
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].request.actor, PersonId{"anna"});
}

TEST(Decide, PoliciesOfTheRuleSetDecideWhatABlockedTaskMayDo) {
    for (const auto& [policy, answer] : std::map<std::string, std::string>{
             {"off", "accepted"}, {"warn", "accepted"}, {"enforce", "refused complete_blocked"}}) {
        World world;
        world.load_rules("[prerequisites]\ncomplete_blocked = \"" + policy + "\"\n");
        world.fact(1, {});
        world.fact(2, {{TaskField::prerequisites, numbers({1})}});
        EXPECT_EQ(world.request("r", 2, {{TaskField::status, std::string("Fuldført")}}), answer);
        const auto concluded = world.all<engine::RequestConcluded>().back();
        EXPECT_EQ(concluded.violations.empty(), policy == "off") << policy;
    }
}

TEST(Decide, ANoticeNamesRuleFactsAndAKeyThatStays) {
    World world;
    world.fact(121850, {{TaskField::due_date, date("2024-03-04")},
                        {TaskField::title, std::string("T")},
                        {TaskField::assignee, PersonId{"anna"}}});
    world.known();
    world.clock("2024-02-19 08:00");
    const auto item = world.items().back();
    EXPECT_EQ(item.key, "9999/121850/2024-03-04/14d/anna");
    EXPECT_EQ(item.rule, "7.ladder.14d");
    EXPECT_EQ(item.thread, "9999/121850");
    EXPECT_EQ(item.facts.at("days_left"), "14");
    EXPECT_EQ(item.facts.at("due_date"), "2024-03-04");
    EXPECT_FALSE(item.text_da.empty());
}

TEST(Decide, InternalNotesAreInNoPublishedState) {
    World world;
    world.fact(1, {{TaskField::internal_notes, std::string("hemmeligt")}});
    EXPECT_FALSE(world.view(1).fields[TaskField::internal_notes]);
}

TEST(Decide, LoadingRulesIsRecordedAndReported) {
    World world;
    world.load_rules("name = \"Egne\"\n");
    EXPECT_EQ(world.all<engine::RulesLoaded>().back().rules.name, "Egne");
    EXPECT_EQ(world.all<engine::SystemReported>().back().kind, "rules_loaded");
}

TEST(Evolve, TheRecordedEventsAloneGiveTheState) {
    const World world = busy_year();
    EXPECT_GT(world.events().size(), 1000U);
    EXPECT_TRUE(world.replayed() == world.state());
}

TEST(Evolve, TheSameInputsGiveTheSameEvents) {
    const World once = busy_year();
    const World again = busy_year();
    EXPECT_TRUE(once.events() == again.events());
}

TEST(Evolve, EveryStepOfALadderIsToldOncePerPerson) {
    World world = busy_year();
    std::set<std::string> keys;
    for (const auto& notified : world.all<engine::Notified>()) {
        for (const auto& item : notified.notification.items) {
            EXPECT_TRUE(keys.insert(item.key).second) << item.key;
        }
    }
    EXPECT_GT(keys.size(), 100U);
}

TEST(Evolve, ForgetsTheDeadlineOfARequestThatWasSetUnderOtherRules) {
    World world;
    world.fact(1, {{TaskField::priority, std::string("a")}});
    world.fact(2, {{TaskField::priority, std::string("a")}});
    world.request("r-1", 1, {{TaskField::priority, std::string("b")}});
    world.request("r-2", 2, {{TaskField::priority, std::string("b")}});
    EXPECT_EQ(world.state().accepted_on(TaskNumber{1}).size(), 1U);
    world.load_rules("[requests]\nunanswered_after = \"48h\"\n");
    world.fact(1, {{TaskField::priority, std::string("b")}});
    EXPECT_TRUE(world.state().accepted_on(TaskNumber{1}).empty());
    EXPECT_EQ(world.state().unanswered_at.size(), 1U);
    EXPECT_EQ(world.state().deadlines.size(), 1U);
    world.clock("2024-02-03 12:00");
    EXPECT_EQ(world.outcome("r-2"), "unanswered");
    EXPECT_EQ(world.state().accepted_on(TaskNumber{2}).size(), 1U) << "a late fact fulfils it";
    EXPECT_TRUE(world.state().unanswered_at.empty());
    EXPECT_TRUE(world.state().deadlines.empty());
    EXPECT_EQ(world.state(), world.replayed());
}

TEST(Evolve, ColoursOnlyGetWorseByTime) {
    World world;
    for (int number = 1; number <= 40; ++number) {
        world.fact(number,
                   {{TaskField::due_date, date("2024-02-01") + std::chrono::days{7 * number}}});
    }
    std::map<TaskNumber, Colour> last;
    const std::size_t before = world.events().size();
    world.clock("2025-02-01 12:00");
    for (std::size_t i = before; i < world.events().size(); ++i) {
        if (const auto* state = std::get_if<engine::TaskStateChanged>(&world.events()[i].body)) {
            EXPECT_GT(state->view.colour, last[state->view.number]);
            last[state->view.number] = state->view.colour;
        }
    }
    EXPECT_EQ(last.size(), 40U);
}

} // namespace
} // namespace klik::test
