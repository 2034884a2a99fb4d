#include "mail/notice_of_event.hpp"

#include <gtest/gtest.h>

namespace klik::mail {
namespace {

Event event_with(std::string type, Value data) {
    Event event;
    event.topic = "klik/v1/9999/notification/p1";
    event.type = std::move(type);
    event.id = "e.00000000000000000009";
    event.data = std::move(data);
    return event;
}

Value told() {
    return Value::map({{"kind", "reminder"},
                       {"recipient", Value::map({{"person", "p1"}, {"role", "assignee"}})},
                       {"late", true},
                       {"urgency", "high"},
                       {"items", Value::List{Value::map(
                                     {{"key", "9999/1/14d/p1"},
                                      {"number", 1},
                                      {"kind", "reminder"},
                                      {"facts", Value::map({{"title", "A"}, {"colour", "yellow"}})},
                                      {"text", Value::map({{"da", "Frist"}, {"en", "Due"}})},
                                      {"thread", "9999/1"},
                                      {"withdraws", nullptr}})}}});
}

TEST(NoticeOfEvent, HasWhatANotificationTells) {
    const auto notice =
        notice_of_event(event_with("dk.klik.notification.v1", told()), "korsbaek.example");
    ASSERT_TRUE(notice);
    EXPECT_EQ(notice->municipality, "9999");
    EXPECT_EQ(notice->person, "p1");
    EXPECT_TRUE(notice->late && notice->urgent);
    ASSERT_EQ(notice->items.size(), 1U);
    const auto& item = notice->items.front();
    EXPECT_EQ(item.title, "A");
    EXPECT_EQ(item.colour, "yellow");
    EXPECT_EQ(item.text_da, "Frist");
    EXPECT_EQ(item.withdraws, "");
    EXPECT_EQ(item.event, "e.00000000000000000009");
}

TEST(NoticeOfEvent, LineBreaksOfATitleBeginNoLineOfTheMail) {
    Value data = told();
    Value item = data["items"].list().front();
    item.set("facts", Value::map({{"title", "A\r\n-- \nKommunen"}}));
    item.set("text", Value::map({{"da", "»A\n-- \nB« har frist"}, {"en", "Due"}}));
    data.set("items", Value::List{item});
    const auto made = notice_of_event(event_with("dk.klik.notification.v1", data), "x")->items[0];
    EXPECT_EQ(made.title, "A  --  Kommunen");
    EXPECT_EQ(made.text_da, "»A --  B« har frist");
}

TEST(NoticeOfEvent, OfAChangeOfColourHasTheNewOne) {
    Value data = told();
    Value item = data["items"].list().front();
    item.set("kind", "colour_changed");
    item.set("facts", Value::map({{"from", "green"}, {"to", "red"}}));
    data.set("items", Value::List{item});
    EXPECT_EQ(notice_of_event(event_with("dk.klik.notification.v1", data), "x")->items[0].colour,
              "red");
}

TEST(NoticeOfEvent, HasTheFactsThatTheLetterUses) {
    Value data = told();
    Value item = data["items"].list().front();
    item.set("facts", Value::map({{"yours", "#2"}, {"assignee", "p7"}}));
    data.set("items", Value::List{item});
    const auto made = notice_of_event(event_with("dk.klik.notification.v1", data), "x")->items[0];
    EXPECT_EQ(made.fact("yours"), "#2");
    EXPECT_FALSE(made.has("assignee")) << "people are in none of them";
}

TEST(NoticeOfEvent, OfAVacancyInAProjectIsAboutNoTask) {
    Value data = told();
    Value item = data["items"].list().front();
    item.set("kind", "vacant_role");
    item.set("facts", Value::map({{"vacant_role", "project_leader"}, {"project", "DUBU"}}));
    data.set("items", Value::List{item});
    EXPECT_EQ(notice_of_event(event_with("dk.klik.notification.v1", data), "x")->items[0].number,
              0);
}

TEST(NoticeOfEvent, OfATrialHasThePersonAndTheItem) {
    const auto notice = notice_of_event(
        event_with("dk.klik.system.v1",
                   Value::map({{"kind", "test_message"}, {"person", "p1"}, {"item", "k"}})),
        "x");
    ASSERT_TRUE(notice);
    EXPECT_EQ(notice->items.front().kind, test_message);
    EXPECT_EQ(notice->items.front().key, "k");
}

TEST(NoticeOfEvent, OfAnythingElseHasNothing) {
    EXPECT_FALSE(
        notice_of_event(event_with("dk.klik.system.v1", Value::map({{"kind", "delivery"}})), "x"));
    EXPECT_FALSE(notice_of_event(event_with("dk.klik.notification.v1", Value::map()), "x"));
}

} // namespace
} // namespace klik::mail
