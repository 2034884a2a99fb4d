#include "domain/person_name.hpp"

#include <gtest/gtest.h>

namespace klik::domain {
namespace {

TEST(PersonName, LosesBlanksAtItsEndsAndDoubledOnes) {
    EXPECT_EQ(tidy_name("  Ib\t \r\nAndersen "), "Ib Andersen");
    EXPECT_EQ(tidy_name("Ib\u00A0 Andersen\u00A0"), "Ib Andersen");
    EXPECT_EQ(tidy_name("Ib Andersen"), "Ib Andersen");
    EXPECT_EQ(tidy_name(" \u00A0\n"), "");
    EXPECT_EQ(tidy_name(""), "");
}

TEST(PersonName, KeepsLettersThatShareAByteWithTheNoBreakSpace) {
    EXPECT_EQ(tidy_name("Zoë à Marca"), "Zoë à Marca");
}

TEST(PersonName, FoldsTheDanishLetters) {
    EXPECT_EQ(folded_name("ÆGIR  ØRSTED Å"), "ægir ørsted å");
    EXPECT_NE(folded_name("Ørsted"), folded_name("Orsted"));
}

} // namespace
} // namespace klik::domain
