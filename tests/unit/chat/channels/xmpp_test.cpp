#include "chat/channels/xmpp/hearing.hpp"
#include "unit/chat/channels/xmpp_stage.hpp"
#include "unit/chat/log_lines.hpp"

#include <gmock/gmock.h>

namespace klik::chat::xmpp {

namespace {

using testing::HasSubstr;
using testing::IsEmpty;

} // namespace

TEST_F(XmppChannelTest, GoesIntoItsRoomsWithoutHistory) {
    comes(Connected{});
    EXPECT_TRUE(wire->opened);
    comes(looked());
    EXPECT_THAT(wire->sent.back(), HasSubstr("to='opgaver@rooms.example/KLIK'"));
    EXPECT_THAT(wire->sent.back(), HasSubstr("<history maxstanzas='0'/>"));
    EXPECT_FALSE(channel->ready(room_jid));
    comes(presence("KLIK", "", {"110"}));
    EXPECT_TRUE(channel->ready(room_jid));
}

TEST_F(XmppChannelTest, DoesNotGoIntoARoomThatIsNotThere) {
    comes(Connected{});
    EXPECT_THAT(wire->sent.back(),
                testing::AllOf(HasSubstr("to='opgaver@rooms.example'"), HasSubstr("disco#info")));
    auto somebody = looked();
    somebody.from += "/Mads";
    comes(somebody);
    comes(looked("item-not-found"));
    for (const auto& each : wire->sent) {
        EXPECT_THAT(each, testing::Not(HasSubstr("http://jabber.org/protocol/muc")));
    }
    channel->post(a_post("p.1"));
    EXPECT_EQ(only<NotPosted>(channel->work(std::chrono::milliseconds{0})).error.code, "gone");
    wire->sent.clear();
    comes(looked());
    EXPECT_THAT(wire->sent, IsEmpty()) << "nobody asked";
}

TEST_F(XmppChannelTest, TakesItsOwnMessageAsTheReceiptAndNobodyElses) {
    enter();
    channel->post(a_post("p.1"));
    EXPECT_THAT(comes(message("Mads", "hej", "p.1")), testing::SizeIs(1)); // said by somebody
    EXPECT_EQ(only<Posted>(comes(message("KLIK", "hej", "p.1"))).id, "p.1");
    EXPECT_THAT(comes(message("KLIK", "hej", "p.1")), IsEmpty());
}

TEST_F(XmppChannelTest, KnowsItsOwnMessageByTheOriginIdWhereTheRoomGivesAnotherId) {
    enter();
    channel->post(a_post("p.1"));
    auto shown = message("KLIK", "hej", "room-7");
    shown.origin_id = "p.1";
    EXPECT_EQ(only<Posted>(comes(shown)).id, "p.1");
}

TEST_F(XmppChannelTest, BearsAnAddressThatIsNone) {
    enter();
    Stanza odd = message("", "mine");
    odd.type = "chat";
    odd.from = "/x";
    EXPECT_EQ(only<Said>(comes(odd)).sender, "");
}

TEST_F(XmppChannelTest, LeavesOpenWhatWasOnItsWayWhenTheConnectionBreaks) {
    enter();
    channel->post(a_post("p.1"));
    const auto lost = only<NotPosted>(comes(Broken{{"unreachable", "the connection broke"}}));
    EXPECT_EQ(lost.id, "p.1");
    EXPECT_EQ(lost.error.code, "unreachable");
    EXPECT_FALSE(channel->ready(room_jid));
}

TEST_F(XmppChannelTest, HasNoMoreOnTheWayThanTheRoomKeepsUpWith) {
    enter();
    int posts = 0;
    for (; channel->ready(room_jid) && posts < 1000; ++posts) {
        channel->post(a_post(std::to_string(posts)));
    }
    EXPECT_EQ(posts, 10);
    comes(message("KLIK", "hej", "0"));
    EXPECT_TRUE(channel->ready(room_jid));
}

TEST_F(XmppChannelTest, KnowsAPersonByWhatTheRoomSaysAlone) {
    enter();
    comes(presence("Anna", "Anna@Example.dk/phone"));
    EXPECT_EQ(only<Said>(comes(message("Anna", "mine"))).sender, "anna@example.dk");
    auto forged = presence("Anna", "leder@example.dk/x");
    forged.muc_users = 2;
    const LogLines log;
    comes(forged);
    EXPECT_THAT(log.all(), testing::ElementsAre(testing::HasSubstr("[H330]")));
    EXPECT_EQ(only<Said>(comes(message("Anna", "mine", "m2"))).sender, "");
}

TEST_F(XmppChannelTest, DoesNotKnowWhoTookTheNicknameOfSomebodyWhoLeft) {
    enter();
    comes(presence("Anna", "anna@example.dk/phone"));
    auto gone = presence("Anna", "anna@example.dk/phone");
    gone.type = "unavailable";
    comes(gone);
    EXPECT_EQ(only<Said>(comes(message("Anna", "mine"))).sender, "");
}

TEST_F(XmppChannelTest, IsNotMovedByAPresenceOfSomebodyElseThatClaimsToBeItsOwn) {
    enter();
    auto forged = presence("Mads", "mads@example.dk/x", {"110", "307"});
    forged.muc_users = 2;
    forged.type = "unavailable";
    comes(forged);
    EXPECT_TRUE(channel->ready(room_jid));
}

TEST_F(XmppChannelTest, HearsNeitherHistoryNorItselfNorAnotherKlikNorTheRoom) {
    enter();
    auto delayed = message("Anna", "fuldført 1");
    delayed.delayed = true;
    auto relay = message("Relay", "fuldført 1");
    relay.of_klik = true;
    auto by_room = message("", "fuldført 1");
    by_room.from = room_jid;
    for (const auto& each : {delayed, relay, by_room, message("KLIK", "fuldført 1")}) {
        EXPECT_THAT(comes(each), IsEmpty());
    }
}

Stanza subject() {
    return {.name = "message", .type = "groupchat", .from = room_jid, .subject = true};
}

TEST_F(XmppChannelTest, TellsWhatWasSaidWhileItWasNotThere) {
    channel->was_heard(room_jid, std::chrono::sys_days{std::chrono::January / 15 / 2024});
    comes(Connected{});
    comes(looked());
    EXPECT_THAT(wire->sent.back(),
                HasSubstr("<history maxstanzas='50' since='2024-01-15T00:00:00Z'/>"));
    comes(presence("KLIK", "", {"110"}));
    auto delayed = message("Anna", "fuldført 1", "m7");
    delayed.delayed = true;
    auto own = message("KLIK", "mine");
    own.delayed = true;
    auto of_klik = message("Relay", "mine");
    of_klik.delayed = of_klik.of_klik = true;
    for (const auto& each : {delayed, own, of_klik}) {
        EXPECT_THAT(comes(each), IsEmpty());
    }
    const auto missed = only<Missed>(comes(subject()));
    EXPECT_EQ(missed.room, room_jid);
    EXPECT_EQ(missed.from, std::chrono::sys_days{std::chrono::January / 15 / 2024});
    ASSERT_EQ(missed.words.size(), 1U);
    EXPECT_EQ(missed.words[0].id, "i:m7");
    EXPECT_EQ(missed.words[0].text, "fuldført 1");
    EXPECT_THAT(comes(delayed), IsEmpty()) << "its sender only says that it is old";
    EXPECT_THAT(comes(subject()), IsEmpty());
}

TEST_F(XmppChannelTest, KnowsUntilWhenItHeardTheRoom) {
    EXPECT_FALSE(channel->heard_until(room_jid));
    const auto began = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    enter();
    comes(message("Anna", "hej"));
    ASSERT_TRUE(channel->heard_until(room_jid));
    EXPECT_GE(*channel->heard_until(room_jid), began);
    comes(Broken{{"unreachable", "the connection broke"}});
    const std::chrono::sys_seconds long_ago{};
    channel->was_heard(room_jid, long_ago);
    comes(Stanza{.name = "iq", .type = "result", .id = "alive", .from = "example"});
    EXPECT_EQ(channel->heard_until(room_jid), long_ago) << "it is not in the room";
}

TEST_F(XmppChannelTest, SaysOfATroubleThatItStandsInTheLog) {
    enter();
    channel->post(a_post("p.1"));
    EXPECT_TRUE(only<NotPosted>(comes(Broken{{"insecure", "no TLS"}})).is_logged);
    channel->post(a_post("p.2"));
    EXPECT_TRUE(only<NotPosted>(channel->work(std::chrono::milliseconds{0})).is_logged);
}

TEST_F(XmppChannelTest, GivesAMessageTheRoomsIdAndTakesNobodyElsesForIt) {
    enter();
    comes(presence("Anna", "anna@example.dk/phone"));
    auto said = message("Anna", "mine", "m 1");
    said.stanza_ids = {{"mads@example.dk", "stolen"}};
    said.origin_id = "m 1";
    EXPECT_THAT(only<Said>(comes(said)).id,
                testing::MatchesRegex("o:m_1~[0-9a-f]+ anna@example\\.dk"));
    said.stanza_ids.emplace_back("Opgaver@rooms.example", "77");
    EXPECT_EQ(only<Said>(comes(said)).id, "r:77 anna@example.dk");
}

TEST_F(XmppChannelTest, HearsEachMessageWithoutAnIdThatLastsAndNoOtherTwice) {
    enter();
    comes(presence("Anna", "anna@example.dk/phone"));
    const auto id_of = [&](const std::string& id, const std::string& origin) {
        auto said = message("Anna", "mine", id);
        said.origin_id = origin;
        return only<Said>(comes(said)).id;
    };
    EXPECT_NE(id_of("", ""), id_of("", ""));
    EXPECT_NE(id_of("1", ""), id_of("1", "")) << "a client that counts anew";
    EXPECT_EQ(id_of("1", "a"), id_of("2", "a")) << "a client that was not sure";
    const std::string longest(100, 'x');
    EXPECT_NE(id_of("", longest + "1"), id_of("", longest + "2"));
    EXPECT_EQ(address_in(id_of("", "")), "anna@example.dk");
}

TEST_F(XmppChannelTest, TakesNoCorrectionForACommand) {
    enter();
    comes(presence("Anna", "anna@example.dk/phone"));
    auto corrected = message("Anna", "fuldført 7", "m2");
    corrected.corrects = true;
    EXPECT_THAT(comes(corrected), IsEmpty());
}

TEST_F(XmppChannelTest, SaysFromWhichRoomSomebodyAskedAlone) {
    enter();
    auto alone = message("Anna", "mine", "x1");
    alone.type = "chat";
    EXPECT_EQ(only<Said>(comes(alone)).near, room_jid);
    alone.from = "anna@example.dk/phone";
    EXPECT_EQ(only<Said>(comes(alone)).near, "");
}

TEST_F(XmppChannelTest, AnswersAloneAfterARestartToo) {
    enter();
    auto alone = message("Anna B", "mine", "x1");
    alone.type = "chat";
    const auto said = only<Said>(comes(alone));
    EXPECT_EQ(said.room, "");
    EXPECT_EQ(address_in(said.id), "opgaver@rooms.example/Anna B");
}

TEST_F(XmppChannelTest, WaitsWhereTheRoomAsksForIt) {
    enter();
    channel->post(a_post("p.1"));
    Stanza refusal{.name = "message", .type = "error", .id = "p.1", .from = room_jid};
    refusal.error_condition = "policy-violation";
    refusal.error_type = "wait";
    const auto refused = only<NotPosted>(comes(refusal));
    EXPECT_EQ(refused.error.code, "busy");
    EXPECT_TRUE(refused.wait);
    EXPECT_FALSE(channel->ready(room_jid));
}

TEST_F(XmppChannelTest, GoesInAgainWhereTheRoomForgotIt) {
    enter();
    channel->post(a_post("p.1"));
    Stanza refusal{.name = "message", .type = "error", .id = "p.1", .from = room_jid};
    refusal.error_condition = "not-acceptable";
    refusal.error_type = "cancel";
    EXPECT_EQ(only<NotPosted>(comes(refusal)).error.code, "unreachable");
    comes(looked());
    EXPECT_THAT(wire->sent.back(), HasSubstr("to='opgaver@rooms.example/KLIK'"));
}

TEST_F(XmppChannelTest, TakesItsServersWordAloneForWhatWasSent) {
    enter();
    auto alone = a_post("p.1");
    alone.room.clear();
    alone.answers = "r:1 mads@example/phone";
    channel->post(alone);
    Stanza receipt{.name = "iq", .type = "result", .id = "sent:p.1", .from = "mads@example/phone"};
    EXPECT_THAT(comes(receipt), IsEmpty());
    receipt.from = "example";
    EXPECT_EQ(only<Posted>(comes(receipt)).id, "p.1");
}

TEST_F(XmppChannelTest, IsNotSentOutOfARoomByAnotherMember) {
    enter();
    Stanza forged{.name = "iq",
                  .type = "error",
                  .id = std::string{"in:"} + room_jid,
                  .from = std::string{room_jid} + "/Mads"};
    forged.error_condition = "not-acceptable";
    comes(forged);
    EXPECT_TRUE(channel->ready(room_jid));
    forged.from = std::string{room_jid} + "/KLIK";
    comes(forged);
    EXPECT_FALSE(channel->ready(room_jid));
}

TEST_F(XmppChannelTest, SaysByWhichNameTheRoomKnowsIt) {
    enter();
    comes(presence("Anna", "anna@example.dk/phone"));
    EXPECT_EQ(only<Said>(comes(message("Anna", "KLIK: mine"))).our_name, "KLIK");
}

TEST_F(XmppChannelTest, AnswersAPingAndRefusesOtherQuestions) {
    enter();
    comes(Stanza{.name = "iq", .type = "get", .id = "a", .from = "example", .is_ping = true});
    EXPECT_EQ(wire->sent.back(), "<iq to='example' type='result' id='a'/>");
    comes(Stanza{.name = "iq", .type = "set", .id = "b", .from = "mads@example"});
    EXPECT_THAT(wire->sent.back(), HasSubstr("service-unavailable"));
}

} // namespace klik::chat::xmpp
