#include "support/tasks.hpp"

#include <gtest/gtest.h>

namespace klik::test {
namespace {

TEST(Ids, AMunicipalityCodeHasFourDigitsAndKeepsItsLeadingZero) {
    EXPECT_EQ(municipality_code("0101").value().value, "0101");
    for (const auto* text : {"101", "01011", "01a1", "", "٠١٠١"}) {
        EXPECT_FALSE(municipality_code(text)) << text;
    }
}

TEST(Ids, ATaskNumberIsNeverZero) {
    EXPECT_EQ(task_number("#121850").value().value, 121850);
    EXPECT_EQ(task_number("-3").value().value, -3);
    for (const auto* text : {"0", "#", "", "12a", "99999999999999999999", "+5", " 5"}) {
        EXPECT_FALSE(task_number(text)) << text;
    }
}

TEST(Ids, ASequenceHasTwentyDigits) {
    EXPECT_EQ(to_string(Sequence{42}), "00000000000000000042");
    EXPECT_EQ(sequence("00000000000000000042").value().value, 42U);
    EXPECT_EQ(to_string(Sequence{~std::uint64_t{0}}), "18446744073709551615");
    EXPECT_EQ(sequence("18446744073709551615").value().value, ~std::uint64_t{0});
    for (const auto* text :
         {"42", "0000000000000000004a", "99999999999999999999", "18446744073709551616",
          "20000000000000000000", "/0000000000000000042",
          "0000000000000000004:", "-0000000000000000042", "000000000000000000042"}) {
        EXPECT_FALSE(sequence(text)) << text;
    }
}

} // namespace
} // namespace klik::test
