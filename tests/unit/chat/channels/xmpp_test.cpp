#include "chat/channels/xmpp/hearing.hpp"
#include "chat/channels/xmpp/jid.hpp"
#include "chat/channels/xmpp/outgoing.hpp"
#include "chat/channels/xmpp/room.hpp"
#include "chat/channels/xmpp/xmpp_channel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace klik::chat::xmpp {

namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto room_jid = "opgaver@rooms.example";

/// A connection on which the test says what comes.
class FakeWire : public Wire {
  public:
    void open() override { opened = true; }
    void send(std::string xml) override { sent.push_back(std::move(xml)); }
    void give_up(Error why) override { to_come.emplace_back(Broken{std::move(why)}); }
    std::vector<ConnectionEvent> wait(std::chrono::milliseconds /*patience*/) override {
        return std::exchange(to_come, {});
    }
    bool opened = false;
    std::vector<std::string> sent;
    std::vector<ConnectionEvent> to_come;
};

Stanza presence(const std::string& nick, const std::string& jid = "",
                std::vector<std::string> statuses = {}) {
    return {.name = "presence",
            .from = std::string{room_jid} + "/" + nick,
            .muc_users = 1,
            .muc_jid = jid,
            .muc_statuses = std::move(statuses)};
}

Stanza message(const std::string& nick, const std::string& body, const std::string& id = "m1") {
    return {.name = "message",
            .type = "groupchat",
            .id = id,
            .from = std::string{room_jid} + "/" + nick,
            .body = body};
}

class XmppChannelTest : public testing::Test {
  protected:
    XmppChannelTest() {
        auto made = std::make_unique<FakeWire>();
        wire = made.get();
        channel = std::make_unique<XmppChannel>(
            XmppSettings{.access = {.jid = "klik@example", .password = "x"},
                         .nick = "KLIK",
                         .rooms = {room_jid}},
            "rum", std::move(made));
    }

    std::vector<Happening> comes(ConnectionEvent event) {
        wire->to_come.push_back(std::move(event));
        return channel->work(std::chrono::milliseconds{0});
    }

    void enter() {
        comes(Connected{});
        comes(presence("KLIK", "klik@example/r", {"110"}));
        wire->sent.clear();
    }

    template <class What>
    static What only(const std::vector<Happening>& happenings) {
        EXPECT_EQ(happenings.size(), 1U);
        return happenings.size() == 1 && std::holds_alternative<What>(happenings[0])
                   ? std::get<What>(happenings[0])
                   : What{};
    }

    FakeWire* wire = nullptr;
    std::unique_ptr<XmppChannel> channel;
};

Post a_post(const std::string& id) {
    return {.id = id, .room = room_jid, .message = {{{Span{"hej"}}}}};
}

} // namespace

TEST(Jid, OfAPersonIsBareAndInLowerCase) {
    EXPECT_EQ(bare_jid("Anna@Example.DK/Phone/2"), "anna@example.dk");
    EXPECT_EQ(resource("rum@x/Anna B/c"), "Anna B/c");
    EXPECT_EQ(domain("anna@example.dk/x@y"), "example.dk");
}

TEST(Jid, IsBareOrIsNone) {
    EXPECT_TRUE(is_bare_jid("klik@example.dk"));
    for (const auto* wrong : {"", "klik", "@x", "klik@", "a@b@c", "a@b/c", "a b@c", "a@b'"}) {
        EXPECT_FALSE(is_bare_jid(wrong)) << wrong;
    }
}

TEST(Stanzas, AreXmlWhateverStandsInThem) {
    Post post = a_post("p.1");
    post.message = {{{Span{"<&'\">\x01\xFF"}}}};
    post.thread = "12'1";
    const auto xml = message_to("rum@x", "groupchat", post);
    EXPECT_THAT(xml, HasSubstr("<body>&lt;&amp;&apos;&quot;&gt;\uFFFD\uFFFD</body>"));
    EXPECT_THAT(xml, HasSubstr("<thread>12&apos;1</thread>"));
    EXPECT_THAT(xml, HasSubstr("<origin-id xmlns='urn:xmpp:sid:0' id='p.1'/>"));
}

TEST_F(XmppChannelTest, GoesIntoItsRoomsWithoutHistory) {
    comes(Connected{});
    EXPECT_TRUE(wire->opened);
    EXPECT_THAT(wire->sent.back(), HasSubstr("to='opgaver@rooms.example/KLIK'"));
    EXPECT_THAT(wire->sent.back(), HasSubstr("<history maxstanzas='0'/>"));
    EXPECT_FALSE(channel->ready(room_jid));
    comes(presence("KLIK", "", {"110"}));
    EXPECT_TRUE(channel->ready(room_jid));
}

TEST(XmppRoom, ThatWasMadeBecauseWeCameGoesWithUsAndIsNotTrustedLater) {
    Room room{room_jid, "KLIK"};
    Room::Instant now{std::chrono::hours{1}};
    const auto enter = [&](std::vector<std::string> statuses) {
        now += std::chrono::minutes{10};
        EXPECT_TRUE(room.enter_when_due(now));
        auto own = presence("KLIK", "klik@example/r", std::move(statuses));
        own.muc_affiliation = "owner";
        return room.take(own, now);
    };
    const auto undone = enter({"110", "201"});
    ASSERT_TRUE(undone);
    EXPECT_THAT(*undone,
                testing::AllOf(HasSubstr("type='unavailable'"), HasSubstr("persistentroom")));
    ASSERT_TRUE(room.trouble());
    EXPECT_EQ(room.trouble()->code, "gone");
    EXPECT_TRUE(enter({"110"})) << "the server kept it";
    EXPECT_FALSE(room.is_in());
    now += std::chrono::minutes{10};
    EXPECT_TRUE(room.enter_when_due(now));
    static_cast<void>(room.take(presence("Anna", "anna@example/r"), now));
    auto own = presence("KLIK", "klik@example/r", {"110"});
    own.muc_affiliation = "owner";
    EXPECT_FALSE(room.take(own, now));
    EXPECT_TRUE(room.is_in()) << "somebody is there by now";
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
    comes(forged);
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

TEST(Body, HasTheAddressOfItsTaskBehindTheWordsAndOnce) {
    const auto link = [](const std::string& number) {
        return Span{"#" + number, Span::Kind::link, "https://k.example/" + number};
    };
    EXPECT_EQ(body_of({{{link("1"), Span{" Opret: blokeret, venter på "}, link("2")}}}),
              "#1 Opret: blokeret, venter på #2 https://k.example/1");
    EXPECT_EQ(body_of({{{Span{"→ "}, link("1"), Span{" A"}}, {Span{"Venter på "}, link("2")}}}),
              "→ #1 A https://k.example/1\nVenter på #2");
    EXPECT_EQ(
        body_of({{{Span{"→ 2 ændringer"}}, {link("1"), Span{" A"}}, {link("2"), Span{" B"}}}}),
        "→ 2 ændringer\n#1 A https://k.example/1\n#2 B https://k.example/2");
    EXPECT_EQ(body_of({{{link("1"), Span{" A"}}, {Span{"… mere: "}, link("1")}, {link("1")}}}),
              "#1 A https://k.example/1\n… mere: #1\n#1");
    EXPECT_EQ(body_of({{{Span{"se "}, link("7")}}}), "se #7 https://k.example/7");
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
    EXPECT_THAT(wire->sent.back(), HasSubstr("to='opgaver@rooms.example/KLIK'"));
}

TEST_F(XmppChannelTest, AnswersAPingAndRefusesOtherQuestions) {
    enter();
    comes(Stanza{.name = "iq", .type = "get", .id = "a", .from = "example", .is_ping = true});
    EXPECT_EQ(wire->sent.back(), "<iq to='example' type='result' id='a'/>");
    comes(Stanza{.name = "iq", .type = "set", .id = "b", .from = "mads@example"});
    EXPECT_THAT(wire->sent.back(), HasSubstr("service-unavailable"));
}

} // namespace klik::chat::xmpp
