#include "chat/channels/xmpp/jid.hpp"
#include "chat/channels/xmpp/outgoing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::chat::xmpp {

TEST(Jid, OfAPersonIsBareAndInLowerCase) {
    EXPECT_EQ(bare_jid("Anna@Example.DK/Phone/2"), "anna@example.dk");
    EXPECT_EQ(bare_jid("ÆrØ.Åse@Korsbæk.example"), "ærø.åse@korsbæk.example");
    EXPECT_EQ(bare_jid("a×ß@x.dk/Ø"), "a×ß@x.dk");
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
    Post post{.id = "p.1", .room = "opgaver@rooms.example", .message = {}};
    post.message = {{{Span{"<&'\">\x01\xFF"}}}};
    post.thread = "12'1";
    const auto xml = message_to("rum@x", "groupchat", post);
    EXPECT_THAT(xml, testing::HasSubstr("<body>&lt;&amp;&apos;&quot;&gt;\uFFFD\uFFFD</body>"));
    EXPECT_THAT(xml, testing::HasSubstr("<thread>12&apos;1</thread>"));
    EXPECT_THAT(xml, testing::HasSubstr("<origin-id xmlns='urn:xmpp:sid:0' id='p.1'/>"));
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

} // namespace klik::chat::xmpp
