#include "ctl/text_width.hpp"

#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

TEST(TextWidth, CountsLettersAndNotBytes) {
    EXPECT_EQ(columns_of(""), 0U);
    EXPECT_EQ(columns_of("Rød"), 3U);
    EXPECT_EQ(columns_of("a\xcc\x8a"), 1U) << "a letter with a combining ring";
    EXPECT_EQ(columns_of("e\xcd\x8f"), 1U) << "the last combining marks";
    EXPECT_EQ(columns_of("\xcd\xb0"), 1U) << "the first letter behind them";
}

TEST(TextWidth, PadsToColumns) {
    EXPECT_EQ(padded("Grøn", 6), "Grøn  ");
    EXPECT_EQ(padded("Ikke", 2), "Ikke");
}

TEST(TextWidth, ShortensBetweenLettersAndSaysSo) {
    EXPECT_EQ(shortened("Påbegyndt", 9), "Påbegyndt");
    EXPECT_EQ(shortened("Påbegyndt", 3), "På…");
    EXPECT_EQ(shortened("æøå", 1), "…");
    EXPECT_EQ(columns_of(shortened("(Organisation 1) Etabler", 10)), 10U);
}

} // namespace
} // namespace klik::ctl
