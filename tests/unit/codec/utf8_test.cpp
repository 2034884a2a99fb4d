#include "codec/utf8.hpp"

#include <gtest/gtest.h>

namespace klik::codec {
namespace {

TEST(Utf8, TakesOneToFourByteCharacters) {
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("Korsbæk Kommune, 2 € og \U0001F600"));
    EXPECT_TRUE(is_utf8("\xED\x9F\xBF"));     // U+D7FF, before the surrogates
    EXPECT_TRUE(is_utf8("\xEE\x80\x80"));     // U+E000, behind them
    EXPECT_TRUE(is_utf8("\xF4\x8F\xBF\xBF")); // U+10FFFF
}

TEST(Utf8, RefusesWhatIsNone) {
    EXPECT_FALSE(is_utf8("Kommune i Latin-1: Korsb\xE6k"));
    EXPECT_FALSE(is_utf8("\x80"));             // continuation without a lead
    EXPECT_FALSE(is_utf8("\xC0\x80"));         // overlong
    EXPECT_FALSE(is_utf8("\xE0\x9F\xBF"));     // overlong
    EXPECT_FALSE(is_utf8("\xF0\x8F\xBF\xBF")); // overlong
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));     // surrogate
    EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80")); // above U+10FFFF
    EXPECT_FALSE(is_utf8("\xF8\x88\x80\x80\x80"));
    EXPECT_FALSE(is_utf8("abcdefgh\xC3")); // ends within a character, behind a whole word of ASCII
    EXPECT_FALSE(is_utf8("\xE2\x82"));
    EXPECT_FALSE(is_utf8("\xE2\x82X"));
}

TEST(Utf8, LooksAtEachByteOfATextOfAnyLength) {
    for (std::size_t size = 1; size <= 40; ++size) {
        const std::string ascii(size, 'x');
        EXPECT_TRUE(is_ascii(ascii) && is_utf8(ascii)) << size;
        for (std::size_t at = 0; at < size; ++at) {
            std::string text = ascii;
            text[at] = '\xE6';
            EXPECT_FALSE(is_ascii(text) || is_utf8(text)) << size << ' ' << at;
            text.replace(at, 1, "æ");
            EXPECT_FALSE(is_ascii(text)) << size << ' ' << at;
            EXPECT_TRUE(is_utf8(text)) << size << ' ' << at;
        }
    }
}

TEST(Utf8, CountsCharactersNotBytes) {
    EXPECT_EQ(character_count("Rød"), 3U);
    EXPECT_EQ(character_count("\U0001F600"), 1U);
    EXPECT_EQ(character_count(""), 0U);
}

TEST(Printable, KeepsReadableTextAndNothingElse) {
    EXPECT_EQ(printable("Fuldført"), "Fuldført");
    EXPECT_EQ(printable("a\nb\x1B[2J"), "a?b?[2J");
    EXPECT_EQ(printable("Korsb\xE6k"), "Korsb?k");
}

TEST(Printable, CutsBetweenCharacters) {
    EXPECT_EQ(printable("abcdef", 3), "abc...");
    EXPECT_EQ(printable("Rød", 2), "R...");
}

} // namespace
} // namespace klik::codec
