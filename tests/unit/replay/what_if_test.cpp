#include "codec/rule_set_toml.hpp"
#include "replay/what_if.hpp"
#include "support/busy_year.hpp"
#include "unit/replay/replay_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::replay {
namespace {

using test::korsbaek;
using test::World;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

domain::Date date_of(std::string_view iso) {
    return domain::date_from_iso(iso).value();
}

std::string line(const Notice& notice) {
    return domain::iso_date(notice.at.date()) + " #" + domain::to_string(notice.number) + ' ' +
           notice.rule + (notice.late ? " late" : "");
}

std::vector<std::string> lines(const std::vector<Notice>& notices) {
    std::vector<std::string> all;
    for (const auto& notice : notices) {
        all.push_back(line(notice));
    }
    return all;
}

class WhatIfTest : public test::ReplayTest {
  protected:
    /// One task, due on Monday 4 March 2024, and nobody to tell but the mailbox.
    static World one_task() {
        World world;
        world.fact(1, {{domain::TaskField::title, std::string{"En opgave"}},
                       {domain::TaskField::due_date, date_of("2024-03-04")}});
        return world;
    }
    [[nodiscard]] WhatIf compared(const std::string& toml, const Period& period = {}) {
        return what_if(*journal, korsbaek,
                       {codec::parse_rule_set(toml, "candidate.toml").value(), toml}, period, zone)
            .value();
    }

    TimeZone zone = TimeZone::copenhagen().value();
};

constexpr const char* three_weeks = "[reminders]\nbefore = [\"21d\", \"7d\", \"1wd\"]\n";

TEST_F(WhatIfTest, TheRulesInForceMakeNoDifference) {
    World world = one_task();
    world.clock("2024-03-20 10:00");
    write(world.events());
    const auto result = compared("", {.until = date_of("2024-06-30")});
    EXPECT_THAT(result.people, IsEmpty());
    EXPECT_GT(result.in_force, 7U);
    EXPECT_EQ(result.in_force, result.candidate);
    EXPECT_THAT(result.other_engines, IsEmpty());
    EXPECT_EQ(result.journal_end.utc, world.state().now.utc);
}

TEST_F(WhatIfTest, ThreeWeeksInPlaceOfTwoMoveTheFirstReminder) {
    World world = one_task();
    world.clock("2024-03-04 10:00");
    write(world.events());
    const auto result = compared(three_weeks);
    ASSERT_EQ(result.people.size(), 1U);
    const auto& mailbox = result.people.front();
    EXPECT_EQ(mailbox.person.value, "mailbox-9999");
    EXPECT_THAT(lines(mailbox.only_in_force), ElementsAre("2024-02-19 #1 7.ladder.14d"));
    // Two weeks before, the colour is no longer absorbed by a reminder.
    EXPECT_THAT(lines(mailbox.only_candidate),
                ElementsAre("2024-02-12 #1 7.ladder.21d", "2024-02-19 #1 4.colour"));
    EXPECT_THAT(mailbox.moved, IsEmpty());
    EXPECT_EQ(result.in_force + 1, result.candidate);
}

TEST_F(WhatIfTest, AnEarlierRunMovesWhatItTells) {
    World world = one_task();
    world.clock("2024-03-04 10:00");
    write(world.events());
    const auto result = compared("[reminders]\nrun_at = \"07:30\"\n");
    ASSERT_EQ(result.people.size(), 1U);
    EXPECT_THAT(result.people.front().only_in_force, IsEmpty());
    EXPECT_THAT(result.people.front().only_candidate, IsEmpty());
    const auto& moved = result.people.front().moved;
    const auto reminder = std::ranges::find_if(
        moved, [](const auto& pair) { return pair.in_force.rule == "7.ladder.14d"; });
    ASSERT_NE(reminder, moved.end());
    const auto& [in_force, candidate] = *reminder;
    EXPECT_EQ(in_force.key, candidate.key);
    EXPECT_EQ(in_force.at.local, klik::test::moment("2024-02-19 08:00").local);
    EXPECT_EQ(candidate.at.local, klik::test::moment("2024-02-19 07:30").local);
}

TEST_F(WhatIfTest, APeriodLimitsWhatIsListed) {
    World world = one_task();
    world.clock("2024-03-04 10:00");
    write(world.events());
    const auto later = compared(three_weeks, {.from = date_of("2024-02-13")});
    ASSERT_EQ(later.people.size(), 1U);
    EXPECT_THAT(lines(later.people.front().only_candidate), ElementsAre("2024-02-19 #1 4.colour"));
    const auto of_a_day =
        compared(three_weeks, {.from = date_of("2024-02-12"), .until = date_of("2024-02-12")});
    ASSERT_EQ(of_a_day.people.size(), 1U);
    EXPECT_THAT(lines(of_a_day.people.front().only_in_force), IsEmpty());
    EXPECT_EQ(of_a_day.candidate, 1U);
    EXPECT_EQ(of_a_day.in_force, 0U);
    EXPECT_THAT(compared(three_weeks, {.from = date_of("2024-02-20")}).people, IsEmpty());
}

TEST_F(WhatIfTest, BehindTheJournalsEndBothRunThroughTheDaysAhead) {
    const World world = one_task();
    write(world.events());
    EXPECT_THAT(compared(three_weeks).people, IsEmpty()) << "nothing has been told yet";
    const auto result = compared(three_weeks, {.until = date_of("2024-03-04")});
    ASSERT_EQ(result.people.size(), 1U);
    EXPECT_THAT(lines(result.people.front().only_in_force),
                ElementsAre("2024-02-19 #1 7.ladder.14d"));
    EXPECT_THAT(lines(result.people.front().only_candidate),
                ElementsAre("2024-02-12 #1 7.ladder.21d", "2024-02-19 #1 4.colour"));
    EXPECT_THAT(result.people.front().only_candidate,
                Each(AllOf(Field(&Notice::ahead, true), Field(&Notice::caught_up, std::nullopt))));
}

TEST_F(WhatIfTest, TheDaysAheadBeginWithWhatHasBeenToldByTheRulesInForce) {
    World world = one_task();
    world.clock("2024-02-20 10:00");
    write(world.events());
    const auto result =
        compared(three_weeks, {.from = date_of("2024-02-21"), .until = date_of("2024-03-31")});
    EXPECT_THAT(result.people, IsEmpty()) << "the step of three weeks is over";
    EXPECT_GT(result.candidate, 3U);
}

TEST_F(WhatIfTest, AStepThatIsCaughtUpWithBehindTheJournalsEndCountsOnce) {
    World world = one_task();
    world.clock("2024-02-13 09:00");
    world.fact(1, {{domain::TaskField::goal, std::string{"Et mål"}}});
    write(world.events());
    const auto result = compared(three_weeks, {.until = date_of("2024-02-18")});
    ASSERT_EQ(result.people.size(), 1U);
    const auto& added = result.people.front().only_candidate;
    EXPECT_THAT(lines(added), ElementsAre("2024-02-12 #1 7.ladder.21d"));
    EXPECT_FALSE(added.front().ahead);
    ASSERT_TRUE(added.front().caught_up);
    EXPECT_EQ(added.front().caught_up->local, klik::test::moment("2024-02-14 08:00").local);
    EXPECT_EQ(result.in_force + 1, result.candidate);

    const auto ahead =
        compared(three_weeks, {.from = date_of("2024-02-14"), .until = date_of("2024-02-18")});
    ASSERT_EQ(ahead.people.size(), 1U);
    EXPECT_THAT(lines(ahead.people.front().only_candidate),
                ElementsAre("2024-02-14 #1 7.ladder.21d"));
    EXPECT_TRUE(ahead.people.front().only_candidate.front().ahead);
    EXPECT_EQ(ahead.candidate, 1U);
}

TEST_F(WhatIfTest, AStepThatTheCandidateTellsBeforeTheJournalsEndIsMovedAndNotAddedAsWell) {
    World world = one_task();
    world.clock("2024-02-19 07:45");
    world.fact(2, {{domain::TaskField::title, std::string{"En anden"}}});
    write(world.events());
    const auto result =
        compared("[reminders]\nrun_at = \"07:30\"\n", {.until = date_of("2024-02-20")});
    ASSERT_EQ(result.people.size(), 1U);
    EXPECT_THAT(result.people.front().only_in_force, IsEmpty());
    EXPECT_THAT(result.people.front().only_candidate, IsEmpty());
    EXPECT_EQ(result.in_force, result.candidate);
    const auto& moved = result.people.front().moved;
    const auto step = std::ranges::find_if(
        moved, [](const auto& pair) { return pair.in_force.rule == "7.ladder.14d"; });
    ASSERT_NE(step, moved.end());
    EXPECT_TRUE(step->in_force.ahead);
    EXPECT_FALSE(step->candidate.ahead);
    EXPECT_EQ(step->candidate.at.local, klik::test::moment("2024-02-19 07:30").local);
    EXPECT_EQ(step->candidate.caught_up.value().local,
              klik::test::moment("2024-02-20 07:30").local);
}

TEST_F(WhatIfTest, InAnOutageBothAreLate) {
    World world = one_task();
    world.clock("2024-02-13 10:00");
    world.off_until("2024-02-20 10:00");
    write(world.events());
    const auto result = compared(three_weeks);
    ASSERT_EQ(result.people.size(), 1U);
    EXPECT_THAT(lines(result.people.front().only_in_force),
                ElementsAre("2024-02-20 #1 7.catch_up late"));
    EXPECT_THAT(result.people.front().only_candidate,
                testing::Contains(Field(&Notice::late, true)));
}

TEST_F(WhatIfTest, PeopleAreListedById) {
    World world;
    for (const int number : {1, 2, 3}) {
        world.fact(number, {{domain::TaskField::due_date, date_of("2024-03-04")},
                            {domain::TaskField::assignee,
                             domain::PersonId{"p" + std::to_string(4 - number)}}});
    }
    world.clock("2024-02-20 10:00");
    write(world.events());
    std::vector<std::string> people;
    for (const auto& person : compared(three_weeks).people) {
        people.push_back(person.person.value);
    }
    EXPECT_THAT(people, ElementsAre("p1", "p2", "p3"));
}

TEST_F(WhatIfTest, SaysWhichOtherEnginesDecided) {
    auto events = one_task().events();
    for (auto& event : events) {
        if (auto* started = std::get_if<engine::ServiceStarted>(&event.body)) {
            started->engine_version = "0";
        }
    }
    write(events);
    EXPECT_THAT(compared("").other_engines, ElementsAre("0"));
}

TEST_F(WhatIfTest, AnEmptyJournalTellsNothing) {
    const auto result = compared(three_weeks, {.until = date_of("2030-01-01")});
    EXPECT_THAT(result.people, IsEmpty());
    EXPECT_EQ(result.candidate, 0U);
}

} // namespace
} // namespace klik::replay
