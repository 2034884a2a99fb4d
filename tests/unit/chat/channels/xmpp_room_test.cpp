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

} // namespace klik::chat::xmpp
