#include "engine/deadline_schedule.hpp"
#include "engine/item_of_now.hpp"
#include "engine/notices.hpp"
#include "engine/run.hpp"
#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using testing::ElementsAre;

// docs/rules.md 7, "One notice per person and run"

/// How many items the notices have that the person was told.
std::vector<std::size_t> sizes_of_notices(const World& world, const std::string& person) {
    std::vector<std::size_t> sizes;
    for (const auto& told : world.all<engine::Notified>()) {
        if (told.notification.recipient.person.value == person) {
            sizes.push_back(told.notification.items.size());
        }
    }
    return sizes;
}

void show(World& world, std::int64_t number, std::size_t title_bytes) {
    world.fact(number, {{TaskField::title, std::string(title_bytes, 'x')},
                        {TaskField::assignee, PersonId{"anna"}},
                        {TaskField::responsible, PersonId{"anna"}}});
}

TEST(Notices, ThatWouldNotFitIntoAMessageAreSeveral) {
    World world;
    for (int number = 1; number <= 150; ++number) {
        show(world, number, 2000);
    }
    world.known();
    const auto sizes = sizes_of_notices(world, "anna");
    ASSERT_EQ(sizes.size(), 2U);
    EXPECT_EQ(sizes[0] + sizes[1], 150U) << "each task once";
    EXPECT_GT(sizes[0], 90U);
    EXPECT_EQ(world.replayed(), world.state());
}

TEST(Notices, AnItemThatIsTooLargeBesideOthersStandsAlone) {
    World world;
    show(world, 1, 10);
    show(world, 2, 250'000);
    show(world, 3, 10);
    world.known();
    EXPECT_THAT(sizes_of_notices(world, "anna"), ElementsAre(1, 1, 1));
    World alone;
    show(alone, 1, 250'000);
    alone.known();
    EXPECT_THAT(sizes_of_notices(alone, "anna"), ElementsAre(1));
}

/// What is told now to Anna, who holds #1, item by item.
class ToldNow : public testing::Test {
  protected:
    ToldNow() {
        World world;
        world.fact(1, {{TaskField::title, "A"},
                       {TaskField::due_date, date("2024-03-04")},
                       {TaskField::assignee, PersonId{"anna"}},
                       {TaskField::responsible, PersonId{"anna"}}});
        world.known();
        world.clock("2024-02-19 07:59");
        state = world.state();
        input = {moment("2024-02-19 08:00"), "", engine::PassMoment{}};
    }
    static engine::PendingItem item(NotificationKind kind, const std::string& name,
                                    engine::Facts facts = {}) {
        engine::PendingItem made;
        made.number = {1};
        made.occasion = {kind, name, date("2024-03-04"), "7", std::move(facts)};
        made.role = Role::assignee;
        return made;
    }
    /// The kinds and names of what is told of them, and of what waits behind a bar.
    std::vector<std::string> told(const std::vector<engine::PendingItem>& items) {
        engine::Decision decision(state, input);
        engine::Notices notices(decision);
        for (const auto& each : items) {
            notices.add(each);
        }
        notices.deliver();
        std::vector<std::string> lines;
        for (const auto& event : decision.take()) {
            if (const auto* notified = std::get_if<engine::Notified>(&event.body)) {
                for (const auto& each : notified->notification.items) {
                    lines.push_back(each.key);
                }
            }
            if (const auto* waits = std::get_if<engine::NoticeGathered>(&event.body)) {
                lines.push_back("later " + waits->item.occasion.name);
            }
        }
        return lines;
    }

    engine::State state;
    engine::Input input;
};

const engine::Facts put_back{{"deferred_from", "2024-02-16"}};

TEST_F(ToldNow, OneWordOnTheDeadlineTakesInTheOthers) {
    EXPECT_THAT(told({item(NotificationKind::reminder, "14d"),
                      item(NotificationKind::overdue, "overdue:2024-03-05"),
                      item(NotificationKind::catch_up, "catch_up:2024-02-16"),
                      item(NotificationKind::colour_changed, "colour:yellow")}),
                ElementsAre("9999/1/2024-03-04/14d/anna"));
}

TEST_F(ToldNow, OfWordsThatWerePutBackTheLatestCounts) {
    EXPECT_THAT(told({item(NotificationKind::reminder, "14d", put_back),
                      item(NotificationKind::reminder, "7d", put_back)}),
                ElementsAre("9999/1/2024-03-04/7d/anna"));
    EXPECT_THAT(told({item(NotificationKind::reminder, "1wd", put_back),
                      item(NotificationKind::overdue, "overdue:2024-03-05")}),
                ElementsAre("9999/1/2024-03-04/overdue:2024-03-05/anna"));
}

TEST_F(ToldNow, TheFirstWordOnATaskSaysItsColour) {
    EXPECT_THAT(told({item(NotificationKind::first_sight, "first_sight"),
                      item(NotificationKind::colour_changed, "colour:yellow")}),
                ElementsAre("9999/1/2024-03-04/first_sight/anna"));
}

TEST_F(ToldNow, BeyondTheLimitWhatIsOverduePassesAndTheRestWaits) {
    state.rules.notices_per_person_and_day = 1;
    EXPECT_THAT(told({item(NotificationKind::status_changed, "status_changed:a")}),
                ElementsAre("9999/1/2024-03-04/status_changed:a/anna"));
    EXPECT_THAT(told({item(NotificationKind::overdue, "overdue:2024-03-05"),
                      item(NotificationKind::status_changed, "status_changed:b")}),
                ElementsAre("later status_changed:b", "9999/1/2024-03-04/overdue:2024-03-05/anna"));
}

TEST_F(ToldNow, TasksOfThePersonsAreNamedOnceEach) {
    const auto yours = [](const char* list) {
        return item(NotificationKind::reminder, "14d", {{"yours", list}});
    };
    const auto of_all = [&](const std::vector<engine::PendingItem>& items) {
        engine::State before = state;
        engine::Decision decision(before, input);
        engine::Notices notices(decision);
        for (const auto& each : items) {
            notices.add(each);
        }
        notices.deliver();
        for (const auto& event : decision.take()) {
            if (const auto* notified = std::get_if<engine::Notified>(&event.body)) {
                return notified->notification.items.at(0).facts.at("yours");
            }
        }
        return std::string{};
    };
    EXPECT_EQ(of_all({yours("#2"), yours("#3")}), "#2, #3");
    EXPECT_EQ(of_all({yours("#2"), yours("#2")}), "#2");
    EXPECT_EQ(of_all({yours("#2"), item(NotificationKind::reminder, "14d")}), "#2");
}

TEST_F(ToldNow, AStepOfWhichNothingIsKnownIsToldAndAClosedTaskIsNeverReady) {
    engine::TaskEntry& entry = state.tasks.at({1});
    entry.deadline.spent.clear();
    engine::Decision decision(state, input);
    EXPECT_EQ(engine::step_of_run(decision, entry).value().name, "14d");
    // As an earlier version could leave it.
    entry.deadline.waiting_since = moment("2024-02-01 09:00").utc;
    entry.task.fields.set(TaskField::status, {std::string{"Fuldført"}, {}});
    engine::Notices notices(decision);
    engine::add_what_is_due(decision, {1}, notices);
    EXPECT_THAT(notices.people(), testing::IsEmpty());
}

TEST_F(ToldNow, AWordThatTakesAnotherBackIsAlwaysTrue) {
    const engine::Decision decision(state, input);
    EXPECT_TRUE(engine::is_true_now(decision, item(NotificationKind::withdrawn, "withdrawn:x")));
}

} // namespace
} // namespace klik::test
