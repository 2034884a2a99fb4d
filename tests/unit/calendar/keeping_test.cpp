#include "calendar/collections.hpp"
#include "calendar/feeds.hpp"
#include "calendar/presentation.hpp"
#include "common/known_tasks.hpp"
#include "common/place_holders.hpp"
#include "support/temporary_folder.hpp"
#include "unit/calendar/sample_task.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

namespace klik::calendar {
namespace {

using sample::sample_task;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Item birtes_item() {
    Item item;
    item.person = "p7";
    item.number = 130101;
    item.etag = "\"1\"";
    return item;
}

constexpr std::chrono::days fortnight{14};

TEST(Belongs, AnOpenTaskToItsKeeperAlone) {
    const auto now = sample::time("2024-02-01T08:00:00Z");
    EXPECT_TRUE(belongs(birtes_item(), "p7", "not_started", fortnight, now));
    EXPECT_TRUE(belongs(birtes_item(), "p7", "unknown", fortnight, now));
    EXPECT_FALSE(belongs(birtes_item(), "p8", "not_started", fortnight, now));
    EXPECT_FALSE(belongs(birtes_item(), "", "not_started", fortnight, now));
}

TEST(Belongs, AClosedTaskForSomeDaysWhereItWas) {
    Item item = birtes_item();
    item.closed_ms = sample::time("2024-02-01T08:00:00Z").time_since_epoch().count();
    EXPECT_TRUE(belongs(item, "p7", "completed", fortnight, sample::time("2024-02-15T07:59:59Z")));
    EXPECT_FALSE(belongs(item, "p7", "completed", fortnight, sample::time("2024-02-15T08:00:00Z")));
    item = birtes_item();
    item.etag.clear();
    EXPECT_FALSE(
        belongs(item, "p7", "not_relevant", fortnight, sample::time("2024-02-01T08:00:00Z")))
        << "it was never shown, or deleted since";
}

TEST(Presentation, ShowsAWishAsIfItWereSoAndSaysThatItWaits) {
    Item item = birtes_item();
    Wish wish;
    wish.status = "completed";
    const auto made = present({}, sample_task(), Language::danish, wish, item);
    EXPECT_EQ(made.status, "completed");
    EXPECT_THAT(made.text, HasSubstr("STATUS:COMPLETED\r\n"));
    EXPECT_THAT(made.text, HasSubstr("COMMENT:"));
}

TEST(Presentation, HasAHashOfWhatItSaysAndNotOfWhen) {
    Item item = birtes_item();
    common::Task task = sample_task();
    const auto before = present({}, task, Language::danish, {}, item);
    task.changed += std::chrono::hours{1};
    const auto after = present({}, task, Language::danish, {}, item);
    EXPECT_NE(before.text, after.text);
    EXPECT_EQ(before.hash, after.hash);
    task.colour = "red";
    EXPECT_NE(before.hash, present({}, task, Language::danish, {}, item).hash);
    EXPECT_NE(before.hash, present({}, sample_task(), Language::english, {}, item).hash);
}

TEST(Presentation, ForgetsACommentWhenTheTaskChanges) {
    Item item = birtes_item();
    item.comment = "Status blev ikke »Fuldført«.";
    item.comment_revision = -1;
    EXPECT_THAT(present({}, sample_task(), Language::danish, {}, item).text, HasSubstr("COMMENT:"));
    EXPECT_THAT(present({}, sample_task(), Language::danish, {}, item).text, HasSubstr("COMMENT:"));
    common::Task changed = sample_task();
    ++changed.revision;
    EXPECT_THAT(present({}, changed, Language::danish, {}, item).text, Not(HasSubstr("COMMENT:")));
}

TEST(Presentation, SaysBothThatAWishWaitsAndThatTheOneAfterItWasRefused) {
    Item item = birtes_item();
    item.comment = "Afvist.";
    item.comment_revision = -1;
    Wish wish;
    wish.status = "completed";
    EXPECT_THAT(present({}, sample_task(), Language::danish, wish, item).text,
                HasSubstr("COMMENT:Ønsket om »Fuldført« venter på svar fra KLIK. Afvist."));
}

TEST(Keeper, IsTheAssigneeElseTheResponsible) {
    EXPECT_EQ(common::keeper_of(Value::map({{"assignee", "p7"}, {"responsible", "p8"}})), "p7");
    EXPECT_EQ(common::keeper_of(Value::map({{"assignee", nullptr}, {"responsible", "p8"}})), "p8");
    EXPECT_EQ(common::keeper_of(Value::map()), "");
}

TEST(Task, IsReadFromTheRow) {
    const auto task = common::task_of(
        Value::map({{"number", 5},
                    {"blocked_by", Value::List{6}},
                    {"prerequisites", Value::List{6, 7}},
                    {"local_prerequisites", Value::List{-1}},
                    {"due_date", "2024-03-04"},
                    {"reminders", Value::List{Value::map({{"step", "14d"}, {"on", "2024-02-19"}})}},
                    {"run_at", "08:30"},
                    {"goal", nullptr}}));
    EXPECT_THAT(task.waits_for, ElementsAre(common::OtherTask{6, ""}));
    EXPECT_THAT(task.prerequisites, ElementsAre(6, 7, -1));
    EXPECT_THAT(task.reminders, ElementsAre(common::Reminder{sample::date("2024-02-19"),
                                                             std::chrono::minutes{510}}));
    EXPECT_FALSE(task.start);
    EXPECT_EQ(task.goal, "");
}

Event state(Sequence sequence, std::int64_t number, Value::List blocks = {}) {
    Event event;
    event.kind = "state";
    event.type = "dk.klik.task.state.v1";
    event.epoch = "e";
    event.sequence = sequence;
    event.time = "2024-02-01T08:00:00Z";
    event.data = Value::map({{"number", number}, {"blocks", std::move(blocks)}, {"title", "x"}});
    return event;
}

TEST(KnownTasks, ATaskTouchesThoseThatWaitForItNowOrDidBefore) {
    common::KnownTasks tasks;
    EXPECT_THAT(tasks.take(state(1, 5, {6})), ElementsAre(5, 6));
    EXPECT_THAT(tasks.take(state(2, 5, {7})), ElementsAre(5, 6, 7));
}

TEST(KnownTasks, WhatIsOlderThanTheSnapshotChangesNothing) {
    common::KnownTasks tasks;
    tasks.replace({"e", 10, {state(9, 5)}});
    static_cast<void>(tasks.take(state(8, 5)));
    static_cast<void>(tasks.take(state(7, 6)));
    EXPECT_EQ(tasks.find(5)->sequence, 9U);
    EXPECT_EQ(tasks.find(6), nullptr) << "it was removed before the snapshot";
    static_cast<void>(tasks.take(state(11, 5)));
    EXPECT_EQ(tasks.find(5)->sequence, 11U);
}

TEST(CollectionPath, IsNoneForAnIdThatLeadsElsewhere) {
    Settings settings;
    settings.collection = "/klik/{person}/";
    EXPECT_EQ(collection_path(settings, "9999", "..", ""), "");
    EXPECT_EQ(collection_path(settings, "9999", ".", ""), "");
    EXPECT_EQ(collection_path(settings, "9999", "...", ""), "/klik/.../");
    EXPECT_EQ(collection_path(settings, "9999", "../p8", ""), "/klik/..%2Fp8/");
    settings.collection = "/klik/x{person}/";
    EXPECT_EQ(collection_path(settings, "9999", "..", ""), "/klik/x../");
}

TEST(KnownTasks, WhatAnotherJournalTellsIsNotOlderThanTheSnapshot) {
    common::KnownTasks tasks;
    tasks.replace({"e", 10, {state(9, 5)}});
    EXPECT_TRUE(tasks.current());
    tasks.outdated();
    EXPECT_FALSE(tasks.current());
    auto restored = state(7, 6);
    restored.epoch = "e2";
    static_cast<void>(tasks.take(restored));
    EXPECT_NE(tasks.find(6), nullptr);
}

TEST(Template, IsFilledInWithWhatAUrlMayHold) {
    EXPECT_EQ(common::filled_in("/klik/{person}/{x}", {{"person", "Bø/7"}}),
              "/klik/B%C3%B8%2F7/{x}");
    EXPECT_EQ(common::filled_in("/{a}{b}/", {{"a", "{b}"}, {"b", "2"}}), "/%7Bb%7D2/") << "once";
    EXPECT_EQ(common::percent_decoded(common::percent_encoded("Bø/7 100%")), "Bø/7 100%");
    EXPECT_EQ(common::percent_decoded("100%"), "100%");
}

TEST(Template, HasNoOtherNames) {
    EXPECT_TRUE(common::has_only_place_holders("/klik/{person}/", {"person"}));
    EXPECT_FALSE(common::has_only_place_holders("/klik/{navn}/", {"person"}));
    EXPECT_FALSE(common::has_only_place_holders("/klik/{person/", {"person"}));
    EXPECT_FALSE(common::has_only_place_holders("/klik/person}/", {"person"}));
}

TEST(Feed, HasANameThatIsReadableAndThatProject) {
    EXPECT_THAT(feed_name("9999", "DUBU 3.0"), testing::MatchesRegex("9999-dubu-3-0-......"));
    EXPECT_THAT(feed_name("9999", "Æbler/../ø"), testing::MatchesRegex("9999-aebler-oe-......"));
    EXPECT_NE(feed_name("9999", "DUBU 3.0"), feed_name("9999", "DUBU-3-0"));
}

TEST(Feed, IsReplacedAtOnceAndLeavesNothingBehind) {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.ics";
    ASSERT_TRUE(replace_file(path, "one"));
    ASSERT_TRUE(replace_file(path, "two"));
    std::ifstream file{path};
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>{file}, {}), "two");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder.path()}, {}), 1);
    EXPECT_FALSE(replace_file(folder.path() / "none" / "a.ics", "one"));
}

TEST(Feed, IsForAWebServerToReadWhateverTheUmask) {
    const test::TemporaryFolder folder;
    const auto umask_before = ::umask(S_IRWXG | S_IRWXO);
    const auto replaced = replace_file(folder.path() / "a.ics", "one");
    ::umask(umask_before);
    ASSERT_TRUE(replaced);
    using enum std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(folder.path() / "a.ics").permissions(),
              owner_read | owner_write | group_read | others_read);
}

TEST(Store, KeepsAWishUntilKlikdsAnswerIsFinal) {
    const test::TemporaryFolder folder;
    const auto store = Store::open(folder.path(), "9999");
    Wish wish;
    wish.person = "p7";
    wish.number = 5;
    wish.status = "completed";
    store.add(wish);
    store.add(wish);
    ASSERT_EQ(store.wishes_to_send().size(), 2U);
    wish = store.wishes_to_send().front();
    EXPECT_NE(store.request_id(wish), store.request_id(store.wishes_to_send().back()));
    store.sent(wish);
    EXPECT_EQ(store.wishes_to_send().size(), 1U);
    EXPECT_EQ(store.wish_behind(store.request_id(wish))->id, wish.id);
    EXPECT_FALSE(store.wish_behind("calendar-0-1")) << "another store's";
    store.drop(wish);
    EXPECT_FALSE(store.wish_behind(store.request_id(wish)));
    EXPECT_EQ(store.latest_wish("p7", 5)->sent, false);
}

TEST(Store, ForgetsWhereTheCollectionOfSomebodyErasedIsWithTheirLastItem) {
    const test::TemporaryFolder folder;
    const auto store = Store::open(folder.path(), "9999");
    store.want("p7", 5);
    store.save({"p7", "/klik/birte@korsbaek.example/", "da", true, "token"});
    store.mark_erased("p7");
    ASSERT_EQ(store.dirty_items().size(), 1U);
    store.drop_collections_of_erased();
    ASSERT_TRUE(store.collection("p7")) << "there is something to delete";
    store.forget(store.dirty_items().front());
    store.drop_collections_of_erased();
    EXPECT_FALSE(store.collection("p7"));
    EXPECT_TRUE(store.is_erased("p7"));
    for (const auto& file : std::filesystem::directory_iterator{folder.path()}) {
        std::ifstream bytes{file.path(), std::ios::binary};
        EXPECT_THAT(std::string(std::istreambuf_iterator<char>{bytes}, {}),
                    Not(HasSubstr("birte@")))
            << file.path();
    }
}

TEST(Store, LooksAgainAtWhatWasWrittenFromAnotherStateAlsoOfALowerSequence) {
    const test::TemporaryFolder folder;
    const auto store = Store::open(folder.path(), "9999");
    store.want("p7", 5);
    auto item = store.item("p7", 5).value();
    item.dirty = false;
    item.sequence = 20;
    store.save(item);
    store.mark_unless_of(5, 20);
    EXPECT_THAT(store.dirty_items(), IsEmpty());
    store.mark_unless_of(5, 12);
    EXPECT_EQ(store.dirty_items().size(), 1U);
}

TEST(Store, WritesAllAnewWhenTheCollectionIsAnotherOne) {
    const test::TemporaryFolder folder;
    const auto store = Store::open(folder.path(), "9999");
    store.want("p7", 5);
    auto item = store.item("p7", 5).value();
    item.dirty = false;
    item.etag = "\"1\"";
    item.hash = "h";
    store.save(item);
    store.want("p7", 5);
    EXPECT_THAT(store.dirty_items(), IsEmpty());
    store.begin_anew({"p7", "/klik/p7/", "da", true, "token"});
    ASSERT_EQ(store.dirty_items().size(), 1U);
    EXPECT_EQ(store.dirty_items().front().etag, "");
    EXPECT_FALSE(store.collection("p7")->ready);
    EXPECT_EQ(store.collection("p7")->token, "");
}

} // namespace
} // namespace klik::calendar
