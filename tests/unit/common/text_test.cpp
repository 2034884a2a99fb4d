#include "common/text.hpp"

#include <gtest/gtest.h>

namespace klik::common {
namespace {

using namespace std::string_literals;

TEST(IsUtf8, TakesWholeCharactersAlone) {
    for (const std::string_view text : {"", "abc", "æøå", "✓ 😀", "\xED\x9F\xBF"}) {
        EXPECT_TRUE(is_utf8(text)) << text;
    }
    for (const std::string_view bytes :
         {"\xC3", "a\x94z", "\xE0\x93\x9A", "\xED\xA0\x80", "\xF4\x90\x80\x80"}) {
        EXPECT_FALSE(is_utf8(bytes));
    }
}

TEST(ReadableTest, TextStaysAsItIs) {
    for (const auto* text : {"", "disk I/O error", "Korsbæk", "€ 𝄞", "\xED\x9F\xBF", "\xEE\x80\x80",
                             "\xF4\x8F\xBF\xBF"}) {
        EXPECT_EQ(readable(text), text);
    }
}

TEST(ReadableTest, ALineDoesNotEndWithinAndNothingOfATerminalIsInIt) {
    EXPECT_EQ(readable("a\nb\tc"), "a b c");
    EXPECT_EQ(readable("a\r\x1B[2J\x7F"s + '\0' + "b"), "a??[2J??b");
}

TEST(ReadableTest, BytesThatAreNoCharacterDoNotTakeThoseAroundThemAlong) {
    EXPECT_EQ(readable("æ\x94ø"), "æ?ø");
    EXPECT_EQ(readable("\xC3"), "?") << "cut";
    EXPECT_EQ(readable("\xE2\x82y"), "??y");
    EXPECT_EQ(readable("\xC0\xAF \xE0\x80\xAF \xF0\x80\x80\xAF"), "?? ??? ????") << "overlong";
    EXPECT_EQ(readable("\xED\xA0\x80"), "???") << "a surrogate";
    EXPECT_EQ(readable("\xF4\x90\x80\x80 \xF5 \xFF"), "???? ? ?") << "above the last";
}

} // namespace
} // namespace klik::common
