#include "chat/channels/xmpp/hearing.hpp"
#include "unit/chat/channels/xmpp_stage.hpp"
#include "unit/chat/log_lines.hpp"

#include <gmock/gmock.h>
#include <strophe.h>

namespace klik::chat::xmpp {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Stanza an_error(const std::string& from, const std::string& id, const std::string& condition) {
    Stanza error{.name = "message", .type = "error", .id = id, .from = from};
    error.error_condition = condition;
    error.error_type = "cancel";
    return error;
}

Post an_answer(const std::string& id, const std::string& answers) {
    auto post = a_post(id);
    post.room.clear();
    post.answers = answers;
    return post;
}

} // namespace

TEST_F(XmppChannelTest, BelievesOfAnAnswerToOneAloneOnlyThatOneAndTheServers) {
    enter();
    channel->post(an_answer("p.1", "r:1 anna@example.dk/phone"));
    for (const auto* from : {"opgaver@rooms.example/Mads", "mads@example/x",
                             "anna@example.dk/other", "opgaver@rooms.example", ""}) {
        EXPECT_THAT(comes(an_error(from, "p.1", "service-unavailable")), IsEmpty()) << from;
    }
    EXPECT_EQ(only<NotPosted>(comes(an_error("anna@example.dk/phone", "p.1", "item-not-found")))
                  .error.code,
              "gone");
    for (const auto* from : {"Anna@example.dk", "example.dk", "example"}) {
        channel->post(an_answer("p.2", "r:1 anna@example.dk/phone"));
        EXPECT_THAT(comes(an_error(from, "p.2", "service-unavailable")), testing::SizeIs(1))
            << from;
    }
}

TEST_F(XmppChannelTest, AnswersNobodyElseWhoHasTheNicknameByThen) {
    enter();
    comes(presence("Anna", "anna@example.dk/phone"));
    auto alone = message("Anna", "mine", "x1");
    alone.type = "chat";
    const auto said = only<Said>(comes(alone));
    EXPECT_EQ(said.sender, "anna@example.dk");
    channel->post(an_answer("p.1", said.id));
    EXPECT_THAT(wire->sent, testing::Contains(HasSubstr("to='opgaver@rooms.example/Anna'")));
    auto gone = presence("Anna", "anna@example.dk/phone");
    gone.type = "unavailable";
    comes(gone);
    comes(presence("Anna", "mads@example.dk/x"));
    wire->sent.clear();
    channel->post(an_answer("p.2", said.id));
    EXPECT_THAT(wire->sent, testing::Contains(HasSubstr("to='anna@example.dk'")));
    EXPECT_THAT(wire->sent, testing::Each(Not(HasSubstr("rooms.example/Anna"))));
}

TEST_F(XmppChannelTest, DoesNotAnswerANicknameBeforeItKnowsWhoseItIs) {
    comes(Connected{});
    channel->post(an_answer("p.1", "r:1 opgaver@rooms.example/Anna\n anna@example.dk"));
    EXPECT_EQ(only<NotPosted>(channel->work(std::chrono::milliseconds{0})).error.code,
              "unreachable");
    EXPECT_EQ(person_in("i:1 anna@example.dk/phone\n1700-1"), "");
    EXPECT_EQ(person_in("i:1 rum@x/Anna\n anna@example.dk\n1700-1"), "anna@example.dk");
    EXPECT_EQ(address_in("i:1 rum@x/Anna\n anna@example.dk\n1700-1"), "rum@x/Anna");
}

TEST_F(XmppChannelTest, SaysThatTheRoomIsClosedDownWhereItDoesNotSayWhoIsGone) {
    const LogLines log;
    enter();
    channel->post(a_post("p.1"));
    auto gone = presence("KLIK", "");
    gone.type = "unavailable";
    gone.room_destroyed = true;
    gone.moved_to = "nye@rooms.example";
    EXPECT_EQ(only<NotPosted>(comes(gone)).error.code, "gone");
    EXPECT_FALSE(channel->ready(room_jid));
    EXPECT_THAT(log.all(), testing::Contains(testing::AllOf(
                               HasSubstr("[H320] channel rum, room opgaver@rooms.example"),
                               HasSubstr("closed down; people are sent to nye@rooms.example"))));
}

TEST_F(XmppChannelTest, LooksAgainWhereTheRoomIsNotThereAnyMore) {
    const LogLines log;
    enter();
    channel->post(a_post("p.1"));
    Stanza answer{.name = "iq",
                  .type = "error",
                  .id = std::string{"in:"} + room_jid,
                  .from = std::string{room_jid} + "/KLIK"};
    answer.error_condition = "item-not-found";
    EXPECT_THAT(comes(answer), testing::SizeIs(1)) << "what was on its way";
    EXPECT_THAT(wire->sent.back(), HasSubstr("disco#info"));
    comes(looked("item-not-found"));
    EXPECT_THAT(log.all(), testing::Contains(HasSubstr("[H320]")));
}

TEST_F(XmppChannelTest, DoesNotCountWhatItsServerSaysAsHeardInTheRoom) {
    const std::chrono::sys_seconds long_ago{};
    enter();
    channel->was_heard(room_jid, long_ago);
    comes(Stanza{.name = "iq", .type = "result", .id = "alive", .from = "example"});
    comes(an_error(std::string{room_jid} + "/KLIK", "x", "remote-server-not-found"));
    EXPECT_EQ(channel->heard_until(room_jid), long_ago)
        << "the room may have forgotten KLIK, and nobody hears the commands in it";
    comes(
        Stanza{.name = "iq", .type = "result", .id = "x", .from = std::string{room_jid} + "/KLIK"});
    EXPECT_GT(*channel->heard_until(room_jid), long_ago);
}

TEST_F(XmppChannelTest, GivesUpNoPostThatIsNotToBlame) {
    enter();
    const auto code_of = [&](const std::string& condition) {
        channel->post(a_post("p.1"));
        return only<NotPosted>(comes(an_error(room_jid, "p.1", condition))).error.code;
    };
    EXPECT_EQ(code_of("service-unavailable"), "unreachable");
    EXPECT_EQ(code_of("bad-request"), "refused");
    EXPECT_EQ(code_of("bad-request"), "gone") << "it is not this post alone";
    channel->post(a_post("p.2"));
    EXPECT_EQ(only<Posted>(comes(message("KLIK", "hej", "p.2"))).id, "p.2");
    EXPECT_EQ(code_of("bad-request"), "refused");
    channel->was_refused(room_jid);
    EXPECT_EQ(code_of("bad-request"), "gone") << "also before a restart";
}

TEST_F(XmppChannelTest, SaysWhereItsNicknameIsSomebodyElses) {
    const LogLines log;
    comes(Connected{});
    comes(looked());
    const auto taken = [&](const std::string& nick) {
        auto conflict = presence(nick);
        conflict.type = "error";
        conflict.muc_users = 0;
        conflict.error_condition = "conflict";
        comes(conflict);
        return comes(looked());
    };
    taken("KLIK");
    EXPECT_THAT(wire->sent.back(), HasSubstr("/KLIK-2'"));
    comes(presence("KLIK-2", "klik@example/r", {"110"}));
    EXPECT_TRUE(channel->ready(room_jid));
    comes(presence("KLIK-2", "klik@example/r", {"110"}));
    EXPECT_THAT(log.all(), ElementsAre(testing::AllOf(HasSubstr("[H332] channel rum"),
                                                      HasSubstr("“KLIK-2”"))));
}

TEST_F(XmppChannelTest, SaysWhereNoNicknameIsLeft) {
    const LogLines log;
    comes(Connected{});
    for (int tries = 0; tries < 10; ++tries) {
        comes(looked());
        auto conflict = presence("KLIK");
        conflict.type = "error";
        conflict.error_condition = "conflict";
        comes(conflict);
    }
    EXPECT_THAT(log.all(), ElementsAre(testing::AllOf(HasSubstr("[H320]"),
                                                      HasSubstr("somebody else's there"))));
}

TEST(XmppStanza, WithWordsBesideASubjectIsNotTheEndOfTheHistory) {
    const auto read = [](const char* xml) {
        auto* context = xmpp_ctx_new(nullptr, nullptr);
        auto* made = xmpp_stanza_new_from_string(context, xml);
        auto stanza = stanza_of(made);
        xmpp_stanza_release(made);
        xmpp_ctx_free(context);
        return stanza;
    };
    EXPECT_TRUE(read("<message><subject>Opgaver</subject></message>").subject);
    EXPECT_TRUE(read("<message><subject/></message>").subject);
    EXPECT_FALSE(read("<message><subject/><body>mine</body></message>").subject);
    EXPECT_EQ(read("<presence type='error'><error type='cancel'><gone "
                   "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:nye@rooms.example</gone>"
                   "</error></presence>")
                  .moved_to,
              "xmpp:nye@rooms.example");
    EXPECT_EQ(read("<presence><x xmlns='http://jabber.org/protocol/muc#user'><destroy "
                   "jid='nye@rooms.example'/></x></presence>")
                  .moved_to,
              "nye@rooms.example");
}

} // namespace klik::chat::xmpp
