#include "engine/conditions.hpp"
#include "engine/evolve.hpp"
#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace klik::test {
namespace {

TEST(LatestSafeFinish, OfAJournalThatAnEarlierVersionWroteIsThereAfterAStart) {
    World world;
    world.fact(1, {{TaskField::due_date, date("2024-06-03")}});
    world.fact(
        2, {{TaskField::due_date, date("2024-03-15")}, {TaskField::prerequisites, numbers({1})}});
    engine::State state;
    for (auto event : world.events()) {
        if (auto* changed = std::get_if<engine::TaskStateChanged>(&event.body)) {
            changed->view.latest_safe_finish = {};
        }
        if (auto* started = std::get_if<engine::ServiceStarted>(&event.body)) {
            started->engine_version = "1";
        }
        engine::evolve(state, event);
    }
    const engine::Input start{moment("2024-02-01 10:00"), "",
                              engine::StartService{std::string(engine::engine_version)}};
    const auto events = engine::decide(state, start);
    EXPECT_EQ(events.size(), 3);
    EXPECT_EQ(state.tasks.at(TaskNumber{1}).standing.latest_safe_finish,
              (SafeFinish{date("2024-03-08"), TaskNumber{2}}));
    EXPECT_EQ(engine::decide(state, start).size(), 1); // and then no more
}

TEST(LatestSafeFinish, ChangesWithTheRulesInForceAndNotWithTime) {
    World world;
    world.fact(1, {});
    world.fact(
        2, {{TaskField::due_date, date("2024-03-15")}, {TaskField::prerequisites, numbers({1})}});
    EXPECT_EQ(world.view(1).latest_safe_finish.date, date("2024-03-08"));
    const auto published = world.all<engine::TaskStateChanged>().size();
    world.clock("2024-02-29 12:00");
    EXPECT_EQ(world.all<engine::TaskStateChanged>().size(), published);
    world.load_rules("[calendar]\ndays_off = [2024-03-12]\n");
    EXPECT_EQ(world.view(1).latest_safe_finish.date, date("2024-03-07"));
    EXPECT_TRUE(world.replayed() == world.state());
}

TEST(KnockOn, IsKnownByTheSameNameWithAndWithoutItsWayToTheDueDate) {
    World world;
    world.fact(1, {});
    world.fact(2, {{TaskField::prerequisites, numbers({1})}});
    world.fact(
        3, {{TaskField::due_date, date("2024-02-05")}, {TaskField::prerequisites, numbers({2})}});
    engine::State state = world.state();
    const engine::Decision decision(state, {world.now(), "", engine::PassMoment{}});
    const auto& first = *state.task({1});
    const auto occasions = engine::holding_conditions(decision, first);
    const auto knock_on =
        std::ranges::find(occasions, domain::NotificationKind::knock_on, &engine::Occasion::kind);
    ASSERT_NE(knock_on, occasions.end());
    EXPECT_EQ(knock_on->facts.at("path"), "#1 → #2 → #3");
    domain::FlatSet<std::string> ids;
    for (const auto& occasion : occasions) {
        ids.insert(engine::occasion_id(occasion));
    }
    EXPECT_EQ(engine::ids_of_holding_conditions(decision, first), ids);
}

} // namespace
} // namespace klik::test
