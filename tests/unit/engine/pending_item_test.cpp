#include "engine/pending_item.hpp"
#include "engine/readiness.hpp"
#include "support/tasks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// docs/protocol.md 3: the key of an item, and what is read out of it again.
namespace klik::test {
namespace {

using engine::Facts;
using testing::ElementsAre;
using testing::IsEmpty;

NotificationItem item_with(std::string key, NotificationKind kind = NotificationKind::reminder) {
    NotificationItem item;
    item.key = std::move(key);
    item.kind = kind;
    item.rule = "7.ladder.14d";
    item.thread = "9999/7";
    return item;
}

TEST(ItemKey, SaysOfWhichOccasionThePersonWasTold) {
    const auto told = engine::occasion_told(item_with("9999/7/2024-03-04/14d/anna"), {"anna"});
    ASSERT_TRUE(told);
    EXPECT_EQ(told->name, "14d");
    EXPECT_EQ(told->due, date("2024-03-04"));
    EXPECT_EQ(engine::occasion_id(*told), "2024-03-04/14d");
    const auto without = engine::occasion_told(item_with("9999/7/-/knock_on:2/x/anna"), {"anna"});
    ASSERT_TRUE(without);
    EXPECT_EQ(without->name, "knock_on:2/x") << "a name may have slashes";
    EXPECT_FALSE(without->due);
}

TEST(ItemKey, OfAnotherTaskOrPersonOrWithoutAnOccasionSaysNothing) {
    for (const auto* key : {"", "9999/8/2024-03-04/14d/anna", "9999/7/2024-03-04/14d/bo",
                            "9999/7/anna", "9999/7/14d/anna", "9999/7/2024-03-04/14d/johanna"}) {
        EXPECT_FALSE(engine::occasion_told(item_with(key), {"anna"})) << key;
    }
}

TEST(ItemKey, AWordOnTheDeadlineTellsTheColourByTheWay) {
    const auto key = [](NotificationKind kind, Facts facts) {
        NotificationItem item = item_with("", kind);
        item.facts = std::move(facts);
        return engine::key_of_colour_in(item, {"anna"});
    };
    const Facts yellow{{"due_date", "2024-03-04"}, {"colour", "yellow"}};
    for (const auto kind :
         {NotificationKind::reminder, NotificationKind::overdue, NotificationKind::catch_up}) {
        EXPECT_EQ(key(kind, yellow), "9999/7/2024-03-04/colour:yellow/anna") << canonical(kind);
    }
    EXPECT_EQ(key(NotificationKind::first_sight, yellow), "");
    EXPECT_EQ(key(NotificationKind::reminder, {{"colour", "yellow"}}), "");
    EXPECT_EQ(key(NotificationKind::reminder, {{"due_date", "2024-03-04"}}), "");
    Facts for_another = yellow;
    for_another["yours"] = "#6";
    EXPECT_EQ(key(NotificationKind::reminder, for_another), "")
        << "it is about the colour of somebody else's task";
}

TEST(ItemFacts, NameThoseWhoDidItAndGiveThemBack) {
    Facts facts;
    engine::add_who_did_it(facts, {});
    EXPECT_THAT(facts, IsEmpty());
    EXPECT_THAT(engine::who_did_it(facts), IsEmpty());
    engine::add_who_did_it(facts, {{"anna"}, {"bo, b"}});
    EXPECT_THAT(engine::who_did_it(facts), ElementsAre(PersonId{"anna"}, PersonId{"bo, b"}));
}

TEST(NumberList, IsReadAsItWasWrittenAndWhatIsNoNumberIsLeftOut) {
    EXPECT_EQ(engine::number_list(numbers({130101, -2})), "#130101, #-2");
    EXPECT_EQ(engine::numbers_in("#130101, #-2"), numbers({130101, -2}));
    EXPECT_EQ(engine::numbers_in("#1, -, #x, #3"), numbers({1, 3}));
    EXPECT_THAT(engine::numbers_in(""), IsEmpty());
}

TEST(WayInWords, OfALongWayIsItsBeginningAndItsEnd) {
    std::vector<TaskNumber> way;
    for (std::int64_t number = 1; number <= 20; ++number) {
        way.push_back({number});
    }
    EXPECT_TRUE(engine::way_in_words(way).ends_with(" → #18 → #19 → #20"));
    way.push_back({21});
    EXPECT_TRUE(engine::way_in_words(way).ends_with(" → #18 → #19 → … → #21"));
}

} // namespace
} // namespace klik::test
