#include "engine/prerequisite_links.hpp"
#include "engine/task_view.hpp"
#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

#include <utility>

// What the state knows of prerequisites the other way round and as a whole.
namespace klik::test {
namespace {

using Numbers = std::set<TaskNumber>;

/// Two tasks that wait for each other, and one that waits for them.
engine::State ring() {
    World world;
    world.fact(1, {{TaskField::prerequisites, numbers({2})}});
    world.fact(2, {{TaskField::prerequisites, numbers({1})}});
    world.fact(3, {{TaskField::prerequisites, numbers({1})}});
    world.fact(4, {});
    world.fact(5, {});
    return world.state();
}

TEST(PrerequisiteLinks, ARingIsFoundFromTheTasksAlone) {
    engine::State state = ring();
    EXPECT_EQ(std::exchange(state.on_cycles, {}), (Numbers{{1}, {2}}));
    engine::order_by_prerequisites(state);
    EXPECT_EQ(state.on_cycles, (Numbers{{1}, {2}}));
}

TEST(PrerequisiteLinks, WhoeverADamagedStateNamesWithoutAnEdgeIsOnNoRing) {
    engine::State state = ring();
    state.tasks.at({5}).dependants = {{4}, {5}, {99}};
    engine::order_by_prerequisites(state);
    EXPECT_EQ(state.on_cycles, (Numbers{{1}, {2}}));
}

TEST(PrerequisiteLinks, WhoeverADamagedStateNamesAndDoesNotKnowWaitsForNothing) {
    engine::State state = ring();
    state.tasks.at({4}).dependants = {{99}};
    EXPECT_TRUE(
        engine::standing_of(state, state.tasks.at({4}).task, date("2024-02-01")).blocks.empty());
    EXPECT_EQ(state.told_of({99}), nullptr);
}

TEST(PrerequisiteLinks, AnEdgeThatADamagedStateLacksCanGo) {
    engine::State state = ring();
    state.tasks.at({1}).dependants.clear();
    state.tasks.at({3}).task.fields.set(TaskField::prerequisites, {None{}, {}});
    engine::relink(state, {3}, numbers({1}));
    EXPECT_TRUE(state.dependants_of({1}).empty());
    EXPECT_EQ(state.on_cycles, (Numbers{{1}, {2}}));
}

TEST(PrerequisiteLinks, WhoeverNamesATaskIsKnownBeforeItComesAndAfterItIsGone) {
    World world;
    world.fact(1, {{TaskField::prerequisites, numbers({2, 9})}});
    EXPECT_EQ(world.state().dependants_of({9}), (domain::FlatSet<TaskNumber>{{1}}));
    world.fact(9, {});
    world.fact(2, {});
    EXPECT_TRUE(world.state().dependants_of_unknown.empty());
    EXPECT_EQ(world.view(9).blocks, (std::vector<TaskNumber>{{1}}));
    world.removed(9);
    EXPECT_EQ(world.state().dependants_of({9}), (domain::FlatSet<TaskNumber>{{1}}));
    world.fact(1, {{TaskField::prerequisites, None{}}});
    EXPECT_TRUE(world.state().dependants_of_unknown.empty());
    EXPECT_TRUE(world.state().dependants_of({2}).empty());
}

TEST(PrerequisiteLinks, AreThoseOfTheTasksAloneAgain) {
    engine::State read = ring();
    for (auto& [number, entry] : read.tasks) {
        entry.dependants.clear();
    }
    read.colour_changes = {};
    read.runs = {};
    engine::index_tasks(read);
    EXPECT_TRUE(read == ring());
}

TEST(PrerequisiteLinks, ARingThatIsBrokenIsNoneAndTheOthersStay) {
    World world;
    world.fact(1, {{TaskField::prerequisites, numbers({2})}});
    world.fact(2, {{TaskField::prerequisites, numbers({1, 3})}});
    world.fact(3, {{TaskField::prerequisites, numbers({2, 3})}});
    EXPECT_EQ(world.state().on_cycles, (Numbers{{1}, {2}, {3}}));
    world.fact(2, {{TaskField::prerequisites, numbers({1})}});
    EXPECT_EQ(world.state().on_cycles, (Numbers{{1}, {2}, {3}})) << "#3 waits for itself";
    world.removed(2);
    EXPECT_EQ(world.state().on_cycles, Numbers{{3}});
    world.fact(3, {{TaskField::prerequisites, None{}}});
    EXPECT_TRUE(world.state().on_cycles.empty());
    EXPECT_EQ(world.replayed(), world.state());
}

} // namespace
} // namespace klik::test
