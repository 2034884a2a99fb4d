#include "engine/conditions.hpp"
#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using testing::UnorderedElementsAre;

/// Key and path of each cycle that was told of.
std::vector<std::string> cycles_of(const World& world) {
    std::vector<std::string> lines;
    for (const auto& item : world.items()) {
        if (item.kind == NotificationKind::prerequisite_cycle) {
            lines.push_back(item.key + ' ' + item.facts.at("path"));
        }
    }
    return lines;
}

TEST(Conditions, EachTaskIsToldOfItsCyclesAsItSeesThem) {
    World world;
    world.fact(4, {{TaskField::prerequisites, numbers({2})}});
    world.fact(2, {{TaskField::prerequisites, numbers({3, 4})}});
    world.fact(1, {{TaskField::prerequisites, numbers({2})}});
    world.fact(3, {{TaskField::prerequisites, numbers({1})}});
    world.clock("2024-02-02 12:00");
    EXPECT_THAT(
        cycles_of(world),
        UnorderedElementsAre("9999/1/-/prerequisite_cycle:1:2:3/mailbox-9999 #1 → #2 → #3 → #1",
                             "9999/2/-/prerequisite_cycle:1:2:3/mailbox-9999 #2 → #3 → #1 → #2",
                             "9999/2/-/prerequisite_cycle:2:4/mailbox-9999 #2 → #4 → #2",
                             "9999/3/-/prerequisite_cycle:1:2:3/mailbox-9999 #3 → #1 → #2 → #3",
                             "9999/4/-/prerequisite_cycle:2:4/mailbox-9999 #4 → #2 → #4"));
}

TEST(Conditions, ALongRingHasAShortKeyAndNamesTheBeginningOfTheWay) {
    World world;
    for (std::int64_t number = 1; number <= 300; ++number) {
        world.fact(number, {{TaskField::prerequisites, numbers({number % 300 + 1})}});
    }
    world.clock("2024-02-02 12:00");
    int rings = 0;
    for (const auto& item : world.items()) {
        if (item.kind == domain::NotificationKind::prerequisite_cycle) {
            ++rings;
            EXPECT_LT(item.key.size(), 100U);
            EXPECT_LT(item.facts.at("path").size(), 300U);
        }
    }
    EXPECT_EQ(rings, 300);
}

TEST(Conditions, OneThatComesBackHasAKeyOfItsOwn) {
    World world;
    world.fact(1, {{TaskField::prerequisites, numbers({1})}});
    world.clock("2024-02-02 12:00");
    for (const auto& [gone, back] : std::map<std::string, std::string>{
             {"2024-02-06 12:00", "2024-02-07 12:00"}, {"2024-02-08 12:00", "2024-02-09 12:00"}}) {
        world.fact(1, {{TaskField::prerequisites, None{}}});
        world.clock(gone);
        world.fact(1, {{TaskField::prerequisites, numbers({1})}});
        world.clock(back);
    }
    EXPECT_THAT(cycles_of(world),
                UnorderedElementsAre("9999/1/-/prerequisite_cycle:1/mailbox-9999 #1 → #1",
                                     "9999/1/-/prerequisite_cycle:1|2/mailbox-9999 #1 → #1",
                                     "9999/1/-/prerequisite_cycle:1|3/mailbox-9999 #1 → #1"));
    EXPECT_TRUE(world.replayed() == world.state());
}

TEST(Conditions, AreTheSameOnlyOfOneKindDueDateAndName) {
    World world;
    world.fact(2, {{TaskField::due_date, date("2024-07-01")}});
    world.fact(
        1, {{TaskField::due_date, date("2024-06-03")}, {TaskField::prerequisites, numbers({2})}});
    engine::State state = world.state();
    const engine::Decision decision(state, {world.now(), "", engine::PassMoment{}});
    const Task& first = *state.task({1});
    const engine::Occasion conflict{
        NotificationKind::date_conflict, "date_conflict:2024-07-01:2", date("2024-06-03"), "", {}};
    EXPECT_TRUE(engine::condition_now(decision, first, conflict));
    const auto other = [&](auto change) {
        engine::Occasion occasion = conflict;
        change(occasion);
        EXPECT_EQ(engine::condition_now(decision, first, occasion).has_value(),
                  engine::is_about_the_same(occasion, conflict));
        return !engine::is_about_the_same(occasion, conflict);
    };
    EXPECT_TRUE(other([](auto& o) { o.kind = NotificationKind::knock_on; }));
    EXPECT_TRUE(other([](auto& o) { o.due = date("2024-06-04"); }));
    EXPECT_TRUE(other([](auto& o) { o.name = "date_conflict:2024-07-01"; }));
    EXPECT_TRUE(other([](auto& o) { o.name += "0"; }));
    EXPECT_TRUE(other([](auto& o) { o.name += "|"; }));
    EXPECT_FALSE(other([](auto& o) { o.name += "|2"; })) << "it has come back";
}

TEST(Conditions, ABlockLastsUntilSomebodyWasToldThatItIsOver) {
    World world;
    world.fact(2, {});
    world.fact(1, {{TaskField::prerequisites, numbers({2})}});
    engine::State state = world.state();
    const engine::Decision decision(state, {world.now(), "", engine::PassMoment{}});
    engine::TaskEntry& entry = state.tasks.at({1});
    engine::ToldCondition told;
    told.person = {"anna"};
    told.kind = NotificationKind::blocked_again;
    told.occasion = "-/blocked_again:f";
    entry.told_conditions = {told};
    const auto names = [&] {
        std::vector<std::string> found;
        for (const auto& occasion : engine::lasting_conditions(decision, entry)) {
            found.push_back(occasion.name);
        }
        return found;
    };
    EXPECT_THAT(names(), testing::ElementsAre("blocked_again:f"));
    entry.told_ready = true;
    EXPECT_THAT(names(), testing::IsEmpty());
}

TEST(Conditions, TheTextOfUnblockedSaysWhatIsTrue) {
    World world;
    world.fact(1, {});
    world.fact(2, {{TaskField::prerequisites, numbers({1})}});
    world.known();
    const auto last_text = [&] {
        world.wait(std::chrono::minutes{10});
        const auto items = world.items();
        const auto last = std::find_if(items.rbegin(), items.rend(), [](const auto& item) {
            return item.kind == NotificationKind::unblocked;
        });
        return last == items.rend() ? std::string{} : last->text_en;
    };
    world.fact(1, {{TaskField::status, std::string("Fuldført")}});
    EXPECT_TRUE(last_text().starts_with(
        "Task #2 can be done now, because all its prerequisites are closed. Due: "));
    world.fact(1, {{TaskField::status, std::string("Påbegyndt")}});
    world.wait(std::chrono::minutes{10});
    world.fact(2, {{TaskField::prerequisites, None{}}});
    EXPECT_TRUE(last_text().starts_with(
        "Task #2 can be done now, because it has no prerequisites any more. Due: "))
        << last_text();
    world.fact(2, {{TaskField::prerequisites, numbers({1})}});
    world.wait(std::chrono::minutes{10});
    world.fact(2, {{TaskField::prerequisites, numbers({8, 9})}});
    world.clock("2024-02-05 12:00");
    EXPECT_TRUE(last_text().starts_with("Task #2 can be done now, because no known prerequisite is "
                                        "open. Not known: #8, #9. Due: "))
        << last_text();
}

} // namespace
} // namespace klik::test
