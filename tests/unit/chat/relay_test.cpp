#include "unit/chat/relay_stage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

namespace klik::chat {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class RelayTest : public RelayStage {};

TEST_F(RelayTest, PostsEachChangeInItsOrderWithItsThread) {
    tell(1);
    tell(2);
    turns(3);
    ASSERT_THAT(channel_.posts, SizeIs(2));
    EXPECT_THAT(channel_.texts().front(), HasSubstr("#1 "));
    EXPECT_EQ(channel_.posts.front().room, "drift@rooms");
    EXPECT_EQ(channel_.posts.front().thread, "9999-1");
    EXPECT_NE(channel_.posts[0].id, channel_.posts[1].id);
    EXPECT_THAT(channel_.posts[0].id, testing::MatchesRegex("chat-post-[0-9a-f]+-[0-9]+"));
}

TEST_F(RelayTest, AsksForNoThreadWhereThereIsNone) {
    channel_.can.threads = false;
    tell(1);
    turn();
    EXPECT_EQ(channel_.posts.front().thread, "");
}

TEST_F(RelayTest, PostsTheSameChangeOnce) {
    Change change;
    change.kind = Kind::blocked;
    change.number = 1;
    change.key = "e.1.blocked";
    add(change);
    add(change);
    turns(3);
    add(change);
    turns(3);
    EXPECT_THAT(channel_.posts, SizeIs(1));
}

TEST_F(RelayTest, HandsOverUnderTheSameIdAfterAKill) {
    channel_.answers = false;
    tell(1);
    turn();
    start();
    channel_.answers = true;
    turns(2);
    ASSERT_THAT(channel_.posts, SizeIs(2));
    EXPECT_EQ(channel_.posts[0].id, channel_.posts[1].id);
    EXPECT_EQ(channel_.posts[0].message, channel_.posts[1].message);
    start();
    turns(2);
    EXPECT_THAT(channel_.posts, SizeIs(2)) << "it stands in the room";
}

TEST_F(RelayTest, HandsOverAgainWhatAChannelForgot) {
    channel_.answers = false;
    tell(1);
    turns(3);
    EXPECT_THAT(channel_.posts, SizeIs(1));
    pass(minutes{3});
    turn();
    ASSERT_THAT(channel_.posts, SizeIs(2));
    EXPECT_EQ(channel_.posts[0].id, channel_.posts[1].id);
}

TEST_F(RelayTest, CountsWhatWasPostedSlowlyToo) {
    for (int i = 1; i <= 5; ++i) {
        tell(i);
        turns(2);
    }
    EXPECT_THAT(channel_.posts, SizeIs(5));
    tell(6);
    tell(7);
    turns(2);
    EXPECT_THAT(channel_.posts, SizeIs(5));
    pass(seconds{61});
    turns(3);
    ASSERT_THAT(channel_.posts, SizeIs(6));
    EXPECT_THAT(channel_.texts()[5], HasSubstr("→ 2 ændringer"));
}

TEST_F(RelayTest, AnswersAtNightToo) {
    room().quiet = QuietHours{std::chrono::hours{17}, std::chrono::hours{7}};
    now_ = *common::time_from_rfc3339("2024-03-06T20:00:00Z");
    KeptPost post;
    post.channel = "xmpp";
    post.room = "drift";
    post.place = "drift@rooms";
    post.answers = "said-1";
    post.draft.lines = {{plain("→ ja")}};
    Outbox{*store_}.answer(post, now_);
    turn();
    ASSERT_THAT(channel_.posts, SizeIs(1));
    EXPECT_EQ(channel_.posts.front().answers, "said-1");
}

TEST_F(RelayTest, WaitsForTheMorningWithAPostThatItsRoomDidNotTakeBefore) {
    room().quiet = QuietHours{std::chrono::hours{17}, std::chrono::hours{7}};
    now_ = *common::time_from_rfc3339("2024-03-06T15:59:00Z"); // 16:59 in Denmark
    channel_.failing["drift@rooms"] = {"unreachable", "nobody answers"};
    tell(1);
    turn();
    EXPECT_THAT(channel_.posts, SizeIs(1));
    channel_.failing.clear();
    pass(minutes{6});
    turns(3);
    EXPECT_THAT(channel_.posts, SizeIs(1));
    now_ = *common::time_from_rfc3339("2024-03-07T06:00:00Z");
    turns(3);
    ASSERT_THAT(channel_.posts, SizeIs(2));
    EXPECT_EQ(channel_.posts[0].id, channel_.posts[1].id);
}

TEST_F(RelayTest, PostsWhatAnotherJournalTellsUnderTheIdOfAnEventThatWasTold) {
    Change change;
    change.kind = Kind::added;
    change.number = 1;
    change.key = "e.7.1.added";
    add(change);
    change.kind = Kind::overdue;
    change.key = "overdue.9999/1/2024-03-12/1wd/";
    add(change);
    turns(3);
    EXPECT_THAT(channel_.posts, SizeIs(2));
    Outbox{*store_}.forget_ids_of_events();
    add(change);
    turns(3);
    EXPECT_THAT(channel_.posts, SizeIs(2)) << "the key of an item is the same in every journal";
    change.kind = Kind::added;
    change.key = "e.7.1.added";
    add(change);
    turns(3);
    EXPECT_THAT(channel_.posts, SizeIs(3));
}

TEST_F(RelayTest, PutsWhatUndoesAChangeInItsPlace) {
    tell(1, Kind::blocked);
    turns(2);
    pass(minutes{3});
    tell(1, Kind::unblocked);
    turns(2);
    ASSERT_THAT(channel_.posts, SizeIs(2));
    EXPECT_EQ(channel_.posts[1].replaces, "at-" + channel_.posts[0].id);
}

TEST_F(RelayTest, PutsAStatusThatIsBackInThePlaceOfTheFirstWord) {
    tell(1, Kind::status_changed, "not_started", "in_progress");
    turns(2);
    tell(1, Kind::status_changed, "in_progress", "completed");
    turns(2);
    EXPECT_EQ(channel_.posts[1].replaces, "") << "that goes on";
    tell(1, Kind::status_changed, "in_progress", "not_started");
    turns(2);
    EXPECT_EQ(channel_.posts[2].replaces, "at-" + channel_.posts[0].id);
}

TEST_F(RelayTest, ReplacesNothingThatIsLongAgoOrWhereItCannotBe) {
    tell(1, Kind::blocked);
    turns(2);
    pass(minutes{16});
    tell(1, Kind::unblocked);
    turns(2);
    EXPECT_EQ(channel_.posts[1].replaces, "");
    channel_.can.replaces = false;
    pass(minutes{2});
    tell(1, Kind::blocked);
    turns(2);
    EXPECT_EQ(channel_.posts[2].replaces, "");
}

TEST_F(RelayTest, WaitsLongerEachTimeARoomFails) {
    channel_.failing["drift@rooms"] = {"gone", "there is no such room"};
    tell(1);
    turns(5);
    EXPECT_THAT(channel_.posts, SizeIs(1));
    pass(seconds{3});
    turns(2);
    EXPECT_THAT(channel_.posts, SizeIs(2));
    pass(seconds{3});
    turns(2);
    EXPECT_THAT(channel_.posts, SizeIs(2));
    channel_.failing.clear();
    pass(minutes{6});
    turns(2);
    EXPECT_THAT(channel_.posts, SizeIs(3));
    pass(minutes{6});
    turns(2);
    EXPECT_THAT(channel_.posts, SizeIs(3));
}

TEST_F(RelayTest, LeavesTheLogToAChannelThatSaysItself) {
    std::ostringstream log;
    const auto usual = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_st>(log)));
    channel_.failing["drift@rooms"] = {"gone", "there is no such room"};
    tell(1);
    channel_.logs = true;
    turns(2);
    EXPECT_THAT(log.str(), IsEmpty());
    channel_.logs = false;
    pass(seconds{3});
    turns(2);
    EXPECT_THAT(log.str(), HasSubstr("[H220]"));
    spdlog::set_default_logger(usual);
}

TEST_F(RelayTest, HandsOverTheFirstOfEachRoomAndReadsNoOther) {
    const Outbox outbox{*store_};
    KeptPost post;
    post.channel = "xmpp";
    post.draft.lines = {{plain("x")}};
    std::int64_t third = 0;
    for (const auto* place : {"a@rooms", "a@rooms", "b@rooms"}) {
        post.room = post.place = place;
        third = outbox.compose(post, {}, now_);
    }
    post.answers = "said-1";
    post.place = "a@rooms";
    outbox.answer(post, now_);
    post.place.clear();
    outbox.answer(post, now_);
    post.answers = "said-2";
    outbox.answer(post, now_);
    std::vector<std::int64_t> ids;
    for (const auto& next : outbox.next_posts("xmpp")) {
        ids.push_back(next.id);
    }
    EXPECT_THAT(ids, ElementsAre(third + 1, third + 2, third + 3, third))
        << "answers first, and those of two people both";
}

TEST_F(RelayTest, KnowsOverARestartThatARoomRefusedTheLastPost) {
    EXPECT_FALSE(Outbox{*store_}.was_refused(room()));
    channel_.failing[room().place] = {"refused", "not like this"};
    tell(1);
    turns(2);
    start();
    EXPECT_TRUE(Outbox{*store_}.was_refused(room()));
    channel_.failing.clear();
    tell(2);
    turns(2);
    EXPECT_FALSE(Outbox{*store_}.was_refused(room()));
}

TEST_F(RelayTest, GivesUpWhatIsRefusedForGoodAndGoesOn) {
    channel_.failing["drift@rooms"] = {"refused", "not like this"};
    tell(1);
    turns(2);
    channel_.failing.clear();
    tell(2);
    turns(2);
    ASSERT_THAT(channel_.posts, SizeIs(2));
    EXPECT_THAT(channel_.texts()[1], HasSubstr("#2 "));
}

TEST_F(RelayTest, LetsARoomThatFailsHoldUpNoOther) {
    auto other = sample_room();
    other.name = "styring";
    other.place = "styring@rooms";
    settings_.rooms.push_back(other);
    channel_.failing["drift@rooms"] = {"gone", "there is no such room"};
    tell(1);
    Change change;
    change.number = 2;
    change.key = "e.other";
    Outbox{*store_}.add(other, change, line_of(change, Wording{}), now_);
    turns(2);
    ASSERT_THAT(channel_.posts, SizeIs(2));
    EXPECT_EQ(channel_.posts[1].room, "styring@rooms");
}

TEST_F(RelayTest, NamesPeopleWhenItPostsAndStoresNoName) {
    Change change;
    change.kind = Kind::assigned;
    change.number = 1;
    change.to = "jonas";
    change.key = "e.1.assigned";
    add(change);
    turns(2);
    EXPECT_THAT(channel_.texts().front(), HasSubstr("Jonas Kvist"));
    auto row = store_->database().prepare("SELECT count(*) FROM post WHERE draft LIKE '%Kvist%'");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.whole(0), 0);
}

TEST_F(RelayTest, NotesWhatBecameOfItemsForReports) {
    Change change;
    change.kind = Kind::overdue;
    change.number = 1;
    change.key = "overdue.k";
    change.event = "e.9";
    for (const auto* person : {"jonas", "eva"}) {
        change.person = person;
        change.item = std::string{"k/"} + person;
        add(change);
    }
    EXPECT_THAT(Outbox{*store_}.reports("9999"), IsEmpty());
    turns(2);
    change.person = "mia";
    change.item = "k/mia";
    add(change); // told when the post stood already
    const auto reports = Outbox{*store_}.reports("9999");
    ASSERT_THAT(reports, SizeIs(3));
    EXPECT_EQ(reports[0].outcome, "delivered");
    EXPECT_EQ(reports[0].detail, "chat channel xmpp, room drift");
    EXPECT_EQ(reports[2].item, "k/mia");
    EXPECT_EQ(reports[2].outcome, "delivered");
    EXPECT_THAT(channel_.posts, SizeIs(1));
    Outbox{*store_}.reported(reports[0]);
    EXPECT_THAT(Outbox{*store_}.reports("9999"), SizeIs(2));
}

TEST_F(RelayTest, FollowsARoomThatHasMoved) {
    channel_.answers = false;
    tell(1);
    turn();
    room().place = "ny@rooms";
    channel_.answers = true;
    start();
    EXPECT_THAT(Outbox{*store_}.keep_to(settings_.rooms), IsEmpty());
    turns(2);
    ASSERT_THAT(channel_.posts, SizeIs(2));
    EXPECT_EQ(channel_.posts[1].room, "ny@rooms");
    EXPECT_EQ(channel_.posts[0].id, channel_.posts[1].id);
}

TEST_F(RelayTest, DropsWhatWaitedForARoomThatIsNoMore) {
    tell(1);
    EXPECT_THAT(Outbox{*store_}.keep_to({}), ElementsAre("drift"));
    turns(2);
    EXPECT_THAT(channel_.posts, IsEmpty());
    EXPECT_THAT(Outbox{*store_}.keep_to({}), IsEmpty());
}

TEST_F(RelayTest, ForgetsOldPostsAndKeepsWhatWaits) {
    tell(1);
    turns(2);
    channel_.closed = {"drift@rooms"};
    tell(2);
    turns(2);
    Outbox{*store_}.forget_before(now_ + minutes{1});
    channel_.closed.clear();
    turns(2);
    EXPECT_THAT(channel_.posts, SizeIs(2));
}

} // namespace
} // namespace klik::chat
