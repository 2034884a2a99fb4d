#include "chat/change.hpp"
#include "unit/chat/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Kind> kinds_in(const std::vector<Change>& changes) {
    std::vector<Kind> kinds;
    for (const auto& change : changes) {
        kinds.push_back(change.kind);
    }
    return kinds;
}

Seen with(void (*change)(Seen&)) {
    auto seen = sample_seen();
    change(seen);
    return seen;
}

std::vector<Change> after(void (*change)(Seen&)) {
    return changes_between(130101, sample_seen(), with(change), "e.7");
}

TEST(ChatChange, OfAStateThatIsTheSameIsNone) {
    EXPECT_THAT(after([](Seen& seen) { seen.sequence = 9; }), IsEmpty());
    EXPECT_THAT(after([](Seen& seen) { seen.title = "Nyt navn"; }), IsEmpty());
}

TEST(ChatChange, IsOneForEachTaskThatASnapshotHasNoMore) {
    EXPECT_NE(changes_between(1, sample_seen(), {}, "e.7").front().key,
              changes_between(2, sample_seen(), {}, "e.7").front().key);
}

TEST(ChatChange, IsATaskThatIsNewOrGone) {
    EXPECT_THAT(kinds_in(changes_between(1, {}, sample_seen(), "e.7")), ElementsAre(Kind::added));
    const auto gone = changes_between(1, sample_seen(), {}, "e.7");
    EXPECT_THAT(kinds_in(gone), ElementsAre(Kind::removed));
    EXPECT_EQ(gone.front().task.title, "Etabler projektorganisation");
    EXPECT_THAT(changes_between(1, {}, {}, "e.7"), IsEmpty());
}

TEST(ChatChange, NamesWhatWasAndWhatIs) {
    const auto moved = after([](Seen& seen) { seen.due_date = "2024-04-01"; });
    ASSERT_EQ(kinds_in(moved), std::vector{Kind::due_date_moved});
    EXPECT_EQ(moved.front().from, "2024-03-12");
    EXPECT_EQ(moved.front().to, "2024-04-01");
    EXPECT_EQ(moved.front().key, "e.7.130101.due_date_moved");
    EXPECT_THAT(kinds_in(after([](Seen& seen) {
                    seen.status = "in_progress";
                    seen.assignee = "birgitte";
                    seen.colour = "red";
                })),
                ElementsAre(Kind::status_changed, Kind::assigned, Kind::colour_changed));
}

TEST(ChatChange, FromOneStatusOfThePlatformsOwnToAnotherIsOne) {
    auto before = with([](Seen& seen) {
        seen.status = "unknown";
        seen.status_label = "Afventer leverandør";
    });
    auto now = before;
    now.status_label = "Til test";
    const auto moved = changes_between(130101, before, now, "e.7");
    ASSERT_EQ(kinds_in(moved), std::vector{Kind::status_changed});
    EXPECT_EQ(moved.front().from, "Afventer leverandør");
    EXPECT_EQ(moved.front().to, "Til test");
    EXPECT_THAT(after([](Seen& seen) { seen.status_label = "Klar"; }), IsEmpty())
        << "a word for the same";
}

TEST(ChatChange, BlocksOnceAndUnblocksOnce) {
    const auto one = with([](Seen& seen) { seen.blocked_by = {130100}; });
    const auto two = with([](Seen& seen) { seen.blocked_by = {130100, 130099}; });
    const auto blocked = changes_between(1, sample_seen(), one, "e.7");
    ASSERT_EQ(kinds_in(blocked), std::vector{Kind::blocked});
    EXPECT_THAT(blocked.front().others, ElementsAre(130100));
    EXPECT_THAT(changes_between(1, one, two, "e.8"), IsEmpty());
    const auto free = changes_between(1, two, sample_seen(), "e.9");
    ASSERT_EQ(kinds_in(free), std::vector{Kind::unblocked});
    EXPECT_THAT(free.front().others, ElementsAre(130100, 130099));
}

TEST(ChatChange, ThatClosesATaskSaysNothingOfItsColourAndPrerequisites) {
    const auto blocked = with([](Seen& seen) { seen.blocked_by = {130100}; });
    const auto done = with([](Seen& seen) {
        seen.status = "completed";
        seen.colour = "none";
    });
    EXPECT_THAT(kinds_in(changes_between(1, blocked, done, "e.7")),
                ElementsAre(Kind::status_changed));
    EXPECT_THAT(kinds_in(changes_between(1, done, sample_seen(), "e.8")),
                ElementsAre(Kind::status_changed))
        << "a colour that is back with the status is no news either";
}

Event notification(const char* person, Value item) {
    Event event;
    event.kind = "notification";
    event.type = "dk.klik.notification.v1";
    event.id = "e.9";
    item.set("number", 130101);
    event.data = Value::map(
        {{"recipient", Value::map({{"person", person}})}, {"items", Value::List{std::move(item)}}});
    return event;
}

Value overdue_for(const std::string& person) {
    return Value::map(
        {{"kind", "overdue"},
         {"key", "9999/130101/2024-03-12/overdue/" + person},
         {"facts", Value::map({{"working_days_late", "6"}, {"blocked_by", "#130102, #130103"}})}});
}

TEST(ChatChange, ThatSeveralPeopleAreToldIsOne) {
    const auto to_jonas = changes_in_notification(notification("jonas", overdue_for("jonas")));
    const auto to_eva = changes_in_notification(notification("eva", overdue_for("eva")));
    ASSERT_EQ(kinds_in(to_jonas), std::vector{Kind::overdue});
    EXPECT_EQ(to_jonas.front().to, "6");
    EXPECT_THAT(to_jonas.front().others, ElementsAre(130102, 130103));
    EXPECT_EQ(to_jonas.front().key, to_eva.front().key);
    EXPECT_NE(to_jonas.front().item, to_eva.front().item);
}

TEST(ChatChange, IsNothingThatIsAPersonsOwnMatter) {
    for (const auto* kind : {"reminder", "first_sight", "catch_up", "request_refused", "withdrawn",
                             "assigned", "status_changed", "due_date_moved", "unblocked"}) {
        EXPECT_THAT(changes_in_notification(
                        notification("jonas", Value::map({{"kind", kind}, {"key", "k/jonas"}}))),
                    IsEmpty())
            << kind;
    }
}

TEST(ChatChange, OfAWishIsWhatCameToNothing) {
    Event event;
    event.kind = "request";
    event.type = "dk.klik.request.outcome.v1";
    event.id = "e.11";
    event.data = Value::map({{"number", 130101}, {"outcome", "fulfilled"}, {"reason", ""}});
    EXPECT_EQ(change_in_outcome(event), std::nullopt) << "the state tells that";
    event.data.set("outcome", "refused");
    event.data.set("reason", "complete_blocked");
    event.data.set("violations",
                   Value::List{Value::map({{"blocked_by", Value::List{Value{130102}}}})});
    const auto change = change_in_outcome(event);
    ASSERT_TRUE(change);
    EXPECT_EQ(change->to, "complete_blocked");
    EXPECT_THAT(change->others, ElementsAre(130102));
}

TEST(ChatChange, OfARingIsOneForAllOfItsTasks) {
    Event event;
    event.id = "e.12";
    const auto item = [](const char* number, const char* path) {
        const auto key = std::string{"9999/"} + number + "/-/prerequisite_cycle:1:2/p1";
        return Value::map({{"kind", "prerequisite_cycle"},
                           {"number", static_cast<std::int64_t>(std::stoll(number))},
                           {"key", key},
                           {"facts", Value::map({{"path", path}})}});
    };
    event.data =
        Value::map({{"recipient", Value::map({{"person", "p1"}})},
                    {"items", Value::List{item("1", "#1 > #2 > #1"), item("2", "#2 > #1 > #2")}}});
    const auto changes = changes_in_notification(event);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].key, changes[1].key);
    EXPECT_EQ(changes[0].key, "prerequisite_cycle.prerequisite_cycle:1:2/");
}

TEST(ChatChange, OfKlikdItselfNamesNobody) {
    Event event;
    event.kind = "system";
    event.id = "e.12";
    event.data = Value::map({{"kind", "unroutable"}, {"person", "jonas"}, {"number", "130101"}});
    const auto change = change_in_system_event(event);
    ASSERT_TRUE(change);
    EXPECT_EQ(change->from, "unroutable");
    EXPECT_THAT(change->details, ElementsAre(testing::Pair("number", "130101")));
    event.data = Value::map({{"kind", "roles_refused"}, {"problems", "Jonas Kvist: unknown"}});
    EXPECT_THAT(change_in_system_event(event)->details, testing::IsEmpty());
    event.data = Value::map({{"kind", "delivery"}, {"person", "jonas"}});
    EXPECT_EQ(change_in_system_event(event), std::nullopt);
}

} // namespace
} // namespace klik::chat
