#include "chat/channels/xmpp/room.hpp"
#include "unit/chat/channels/xmpp_stanzas.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::chat::xmpp {

TEST(XmppRoom, LooksAgainLaterAndGoesInWhateverElseIsWrong) {
    Room room{room_jid, "KLIK"};
    Room::Instant now{std::chrono::hours{1}};
    EXPECT_TRUE(room.look_when_due(now));
    EXPECT_FALSE(room.look_when_due(now)) << "it was asked";
    EXPECT_FALSE(room.enter_where_it_is(looked("item-not-found"), now));
    EXPECT_FALSE(room.look_when_due(now));
    now += std::chrono::minutes{10};
    EXPECT_TRUE(room.look_when_due(now));
    EXPECT_TRUE(room.enter_where_it_is(looked("forbidden"), now)) << "it says why when it is asked";
    EXPECT_FALSE(room.look_when_due(now));
    now += std::chrono::minutes{10};
    EXPECT_TRUE(room.look_when_due(now));
    ASSERT_TRUE(room.trouble());
    EXPECT_EQ(room.trouble()->text, "it does not answer");
}

TEST(XmppRoom, ThatWasMadeBecauseWeCameGoesWithUsAndIsNotTrustedLater) {
    Room room{room_jid, "KLIK"};
    Room::Instant now{std::chrono::hours{1}};
    const auto enter = [&](std::vector<std::string> statuses) {
        now += std::chrono::minutes{10};
        EXPECT_TRUE(room.look_when_due(now));
        EXPECT_TRUE(room.enter_where_it_is(looked(), now)) << "it went away behind this answer";
        auto own = presence("KLIK", "klik@example/r", std::move(statuses));
        own.muc_affiliation = "owner";
        return room.take(own, now);
    };
    const auto undone = enter({"110", "201"});
    ASSERT_TRUE(undone);
    EXPECT_THAT(*undone, testing::AllOf(testing::HasSubstr("type='unavailable'"),
                                        testing::HasSubstr("persistentroom")));
    ASSERT_TRUE(room.trouble());
    EXPECT_EQ(room.trouble()->code, "gone");
    EXPECT_TRUE(enter({"110"})) << "the server kept it";
    EXPECT_FALSE(room.is_in());
    now += std::chrono::minutes{10};
    EXPECT_TRUE(room.look_when_due(now));
    EXPECT_TRUE(room.enter_where_it_is(looked(), now));
    static_cast<void>(room.take(presence("Anna", "anna@example/r"), now));
    auto own = presence("KLIK", "klik@example/r", {"110"});
    own.muc_affiliation = "owner";
    EXPECT_FALSE(room.take(own, now));
    EXPECT_TRUE(room.is_in()) << "somebody is there by now";
}

namespace {

void go_in(Room& room, Room::Instant now) {
    EXPECT_TRUE(room.look_when_due(now));
    EXPECT_TRUE(room.enter_where_it_is(looked(), now));
    EXPECT_FALSE(room.take(presence("KLIK", "klik@example/r", {"110"}), now));
    EXPECT_TRUE(room.is_in());
}

void is_sent_out(Room& room, Room::Instant now) {
    auto kicked = presence("KLIK", "", {"110", "307"});
    kicked.type = "unavailable";
    EXPECT_FALSE(room.take(kicked, now));
    EXPECT_FALSE(room.is_in());
}

} // namespace

TEST(XmppRoom, ThatIsSilentForLongIsNotBelievedIn) {
    Room room{room_jid, "KLIK"};
    Room::Instant now{std::chrono::hours{1}};
    go_in(room, now);
    for (int minutes = 0; minutes < 60; ++minutes) {
        now += std::chrono::minutes{1};
        room.shows_itself(now);
        EXPECT_FALSE(room.look_when_due(now));
    }
    now += std::chrono::minutes{3};
    EXPECT_FALSE(room.look_when_due(now));
    EXPECT_TRUE(room.is_in());
    now += std::chrono::minutes{1};
    EXPECT_FALSE(room.look_when_due(now));
    EXPECT_FALSE(room.is_in());
    ASSERT_TRUE(room.trouble());
    EXPECT_EQ(room.trouble()->text, "it does not answer any more");
    go_in(room, now + std::chrono::seconds{5});
    EXPECT_FALSE(room.trouble());
}

TEST(XmppRoom, IsNotPressedWhereItSendsUsOutAgainAndAgain) {
    Room room{room_jid, "KLIK"};
    Room::Instant now{std::chrono::hours{1}};
    std::vector<int> waits;
    for (int times = 0; times < 4; ++times) {
        go_in(room, now);
        is_sent_out(room, now);
        int seconds = 0;
        for (; !room.look_when_due(now + std::chrono::seconds{seconds}); ++seconds) {
        }
        waits.push_back(seconds);
        now += std::chrono::seconds{seconds} + std::chrono::minutes{1}; // nobody answered that
    }
    EXPECT_THAT(waits, testing::ElementsAre(5, 10, 20, 40));
    go_in(room, now);
    now += std::chrono::minutes{11};
    room.shows_itself(now);
    EXPECT_FALSE(room.look_when_due(now));
    is_sent_out(room, now);
    EXPECT_TRUE(room.look_when_due(now + std::chrono::seconds{5})) << "it was welcome for a while";
}

TEST(XmppRoom, IsLeftWhereANicknameOfItsOwnIsGoneWithoutAWordOfWhose) {
    Room room{room_jid, "KLIK"};
    const Room::Instant now{std::chrono::hours{1}};
    go_in(room, now);
    auto renamed = presence("KLIK", "klik@example/r", {"303"});
    renamed.type = "unavailable";
    renamed.muc_nick = "Robot";
    EXPECT_FALSE(room.take(renamed, now));
    EXPECT_TRUE(room.is_in());
    EXPECT_EQ(room.nick(), "Robot");
    auto somebody = presence("KLIK", "mads@example/x");
    somebody.type = "unavailable";
    EXPECT_FALSE(room.take(somebody, now));
    EXPECT_TRUE(room.is_in()) << "the name is somebody else's by now";
    auto gone = presence("Robot");
    gone.type = "unavailable";
    EXPECT_FALSE(room.take(gone, now));
    EXPECT_FALSE(room.is_in());
}

} // namespace klik::chat::xmpp
