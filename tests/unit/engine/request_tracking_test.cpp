#include "engine/request_tracking.hpp"
#include "engine/unroutable.hpp"
#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

namespace klik::test {
namespace {

// docs/rules.md 3: when a fact is what was asked for

TEST(AskedValue, OfAStatusIsComparedByMeaningAndOfAnUnknownOneByItsLabel) {
    const auto has = [](const char* label, const char* asked) {
        return engine::has_value(task(1, {{TaskField::status, std::string(label)}}),
                                 TaskField::status, std::string(asked));
    };
    EXPECT_TRUE(has("Løst", "completed"));
    EXPECT_FALSE(has("Løst", "Påbegyndt"));
    EXPECT_TRUE(has("Sat på pause", "Sat på pause"));
    EXPECT_FALSE(has("Sat på pause", "Afventer"));
}

TEST(AskedValue, OfAnotherFieldIsTheValueAndNoneIsAlsoWhatWasNeverTold) {
    const Task told = task(1, {{TaskField::priority, std::string{"Høj"}}});
    EXPECT_TRUE(engine::has_value(told, TaskField::priority, std::string{"Høj"}));
    EXPECT_FALSE(engine::has_value(told, TaskField::priority, None{}));
    EXPECT_TRUE(engine::has_value(told, TaskField::due_date, None{}));
    EXPECT_FALSE(engine::has_value(told, TaskField::due_date, date("2024-03-04")));
}

TEST(AskedValue, AnUnansweredWishDoesNotStandInTheWayOfAnother) {
    World world;
    world.fact(1, {{TaskField::priority, "Lav"}});
    EXPECT_EQ(world.request("r1", 1, {{TaskField::priority, "Høj"}}), "accepted");
    EXPECT_EQ(world.request("r2", 1, {{TaskField::priority, "Middel"}}), "refused conflict");
    world.clock("2024-02-02 10:00");
    EXPECT_EQ(world.outcome("r1"), "unanswered");
    EXPECT_EQ(world.request("r3", 1, {{TaskField::priority, "Middel"}}), "accepted");
}

// docs/rules.md 7, "Somebody is always told"

TEST(Unroutable, NamesTheTasksAndTheRoleThatWasAskedFirst) {
    engine::State state;
    state.municipality = {"9999"};
    Notification notice;
    notice.recipient = {PersonId{"mailbox-9999"}, Role::mailbox, {}};
    notice.items.resize(1);
    notice.items[0].number = {7};
    const auto details = [&] { return engine::unroutable(state, notice).value().details; };
    EXPECT_EQ(details(), (std::map<std::string, std::string>{
                             {"person", "mailbox-9999"}, {"number", "7"}, {"role", "mailbox"}}));
    notice.items.push_back(notice.items[0]);
    notice.items[1].number = {8};
    notice.recipient.via = {{Role::assignee, PassedOver::vacant}};
    EXPECT_EQ(details(),
              (std::map<std::string, std::string>{
                  {"person", "mailbox-9999"}, {"numbers", "7 8"}, {"role", "assignee"}}));
    state.gallery.file.persons[{"mailbox-9999"}].addressed = true;
    EXPECT_FALSE(engine::unroutable(state, notice));
    notice.recipient.person = {"anna"};
    EXPECT_FALSE(engine::unroutable(state, notice));
}

} // namespace
} // namespace klik::test
