#include "chat/harmless_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace klik::chat {

using namespace std::string_literals;

TEST(Visible, KeepsOrdinaryTextOfAllAlphabets) {
    EXPECT_EQ(visible("Blåbærgrød #121850 – 日本 😀"), "Blåbærgrød #121850 – 日本 😀");
}

TEST(Visible, ReplacesControlCharactersAndTurnsOfDirection) {
    EXPECT_EQ(visible("a\0b\x1B[1m\x7F"s), "a\uFFFDb\uFFFD[1m\uFFFD");
    EXPECT_EQ(visible("x\u202Ey\u2066z\u200Fæ\u009B"), "x\uFFFDy\uFFFDz\uFFFDæ\uFFFD");
    EXPECT_EQ(visible("\U000E0041\uFFFE\uFDD0"), "\uFFFD\uFFFD\uFFFD");
}

TEST(Visible, IsOneLine) {
    EXPECT_EQ(visible("a\nb\r\nc\td\u2028e\u0085f"), "a b  c d e f");
}

TEST(Visible, ReplacesWhatIsNoUtf8ByteByByte) {
    EXPECT_EQ(visible("a\xC3"), "a\uFFFD");                   // cut off
    EXPECT_EQ(visible("\xC0\x80"), "\uFFFD\uFFFD");           // longer than needed
    EXPECT_EQ(visible("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD"); // half of a pair
    EXPECT_EQ(visible("\xF4\x90\x80\x80z"), "\uFFFD\uFFFD\uFFFD\uFFFDz");
    EXPECT_EQ(visible("\xFFok\x80"), "\uFFFDok\uFFFD");
}

TEST(WouldAct, WhatWouldMentionLinkOrHideSomething) {
    for (const auto* text :
         {"@all", "se (@here)", "<!channel>", "https://x", "a\u202Eb", "a\x1B"}) {
        EXPECT_TRUE(would_act(text)) << text;
    }
    for (const auto* text : {"", "Blåbærgrød (Organisation 1)", "anna@example.dk", "2 @ 3",
                             "a <b> c", "kl. 10:30", "@", "æ\u00ADø\tå"}) {
        EXPECT_FALSE(would_act(text)) << text;
    }
}

TEST(Inert, LeavesNothingThatIsMarkup) {
    EXPECT_EQ(inert("*b* _i_ ~s~ `c` [a](b) a|b"), "∗b∗ ＿i＿ ∼s∼ ˋcˋ ［a］(b) a¦b");
}

TEST(Visible, LeavesOutWhatTakesNoPlace) {
    EXPECT_EQ(visible("a\u200Bb\u200C\u200Dc\u2060\uFEFFd\u00ADe"), "abcde");
    EXPECT_EQ(inert("ht\u200Btps\u200B://x.dk @\u2060all"), "https∶//x․dk ＠all");
}

TEST(Inert, MentionsNobody) {
    EXPECT_EQ(inert("@all @channel anna@example.dk"), "＠all ＠channel anna＠example․dk");
}

TEST(Inert, LinksNowhere) {
    EXPECT_EQ(inert("https://x.dk HTTP://x mailto:a xmpp:b"),
              "https∶//x․dk HTTP∶//x mailto∶a xmpp∶b");
    EXPECT_EQ(inert("www.x.dk (WWW.y.dk) awww.z"), "www․x․dk (WWW․y․dk) awww.z");
    EXPECT_EQ(inert("evil.com/a, se evil.co.uk."), "evil․com/a, se evil․co․uk.");
}

TEST(Inert, LeavesWhatOnlyLooksLikeIt) {
    EXPECT_EQ(inert("Frist: kl. 10:30, se #121850, del_to, DUBU 3.0, bl.a. 3 > 2, 1.200 kr."),
              "Frist: kl. 10:30, se #121850, del_to, DUBU 3.0, bl.a. 3 > 2, 1.200 kr.");
}

TEST(Inert, IsNoPicture) {
    EXPECT_EQ(inert("færdig :tada: og :+1:!"), "færdig ∶tada∶ og ∶+1∶!");
    EXPECT_EQ(inert("status: ny :) kl. 8:15"), "status: ny :) kl. 8:15");
}

TEST(Visible, KeepsTwoMarksOnALetterAndNoneOnWhatStandsBefore) {
    EXPECT_EQ(visible("a\u030Aben"), "a\u030Aben");
    EXPECT_EQ(visible("z\u0300\u0301\u0302\u0303o"), "z\u0300\u0301o");
    EXPECT_EQ(visible("\u0336\u20E3x"), "x");
    EXPECT_EQ(visible("a\n\u0336x"), "a x");
}

TEST(Inert, IsNoHeadingNoTagAndNoQuotation) {
    EXPECT_EQ(inert("# stort"), "＃ stort");
    EXPECT_EQ(inert("## stort"), "＃# stort");
    EXPECT_EQ(inert("se #kanal"), "se ＃kanal");
    EXPECT_EQ(inert("> citat"), "› citat");
}

} // namespace klik::chat
