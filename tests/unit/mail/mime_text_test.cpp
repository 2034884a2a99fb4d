#include "mail/mime_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::mail {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find("\r\n");
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 2));
    }
    return lines;
}

TEST(TextField, LeavesShortAsciiAsItIs) {
    EXPECT_EQ(text_field("Subject", "Reminder: a (#1)"), "Subject: Reminder: a (#1)\r\n");
}

TEST(TextField, EncodesOtherLettersInWordsThatFitTheirLine) {
    EXPECT_EQ(text_field("Subject", "Påmindelse"), "Subject: =?UTF-8?B?UMOlbWluZGVsc2U=?=\r\n");
    std::string emoji;
    for (int i = 0; i < 200; ++i) {
        emoji += "👷";
    }
    for (const auto& line : lines_of(text_field("Subject", emoji))) {
        EXPECT_LE(line.size(), 76U);
        const auto word = line.substr(line.find("=?UTF-8?B?") + 10);
        EXPECT_EQ((word.size() - 2) % 4, 0U);
        // Whole characters of four bytes: no word ends within one.
        EXPECT_NE(word.find("8J+R"), std::string::npos);
    }
}

TEST(TextField, HasNoWayForATextToBeginAFieldOfItsOwn) {
    const auto field = text_field("Subject", "a\r\nBcc: x@y.example\r\n\r\nbody");
    EXPECT_THAT(field, HasSubstr("a  Bcc: x@y.example    body\r\n"));
    EXPECT_EQ(lines_of(field).size(), 1U);
    EXPECT_THAT(text_field("Subject", "=?utf-8?q?x?="), HasSubstr("=?UTF-8?B?"));
}

TEST(AddressField, QuotesOrEncodesTheName) {
    EXPECT_EQ(address_field("To", "Karen \"K\" Vest", "kv@x.example"),
              "To: \"Karen \\\"K\\\" Vest\"\r\n <kv@x.example>\r\n");
    EXPECT_EQ(address_field("To", "Kær", "kv@x.example"),
              "To: =?UTF-8?B?S8Omcg==?=\r\n <kv@x.example>\r\n");
    EXPECT_EQ(address_field("To", " ", "kv@x.example"), "To: kv@x.example\r\n");
    EXPECT_THAT(address_field("To", "a\r\nb", "kv@x.example"), Not(HasSubstr("\r\nb")));
}

TEST(AddressField, CountsTheMarksThatAQuotedNameNeeds) {
    for (const auto& line : lines_of(address_field("To", std::string(50, '"'), "kv@x.example"))) {
        EXPECT_LE(line.size(), 78U);
    }
}

TEST(WordField, FoldsBetweenWords) {
    const std::string id(50, 'a');
    EXPECT_EQ(word_field("References", id + ' ' + id), "References: " + id + "\r\n " + id + "\r\n");
}

TEST(QuotedPrintable, KeepsLinesShortAndProtectsTheirEnds) {
    EXPECT_EQ(quoted_printable("Gør det nu \n.\na=b\n"), "G=C3=B8r det nu=20\r\n=2E\r\na=3Db\r\n");
    for (const auto& line : lines_of(quoted_printable(std::string(10'000, 'x') + " æ"))) {
        EXPECT_LE(line.size(), 76U);
    }
}

TEST(HtmlEscaped, LeavesNothingThatMeansSomething) {
    EXPECT_EQ(html_escaped("<a href=\"x\">&'\r</a>"),
              "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;");
}

TEST(Shortened, CountsCharactersAndNotBytes) {
    EXPECT_EQ(shortened("æøå", 3), "æøå");
    EXPECT_EQ(shortened("æøåb", 3), "æø…");
    EXPECT_EQ(shortened("a\nb", 9), "a b");
    EXPECT_EQ(shortened("", 3), "");
}

} // namespace
} // namespace klik::mail
