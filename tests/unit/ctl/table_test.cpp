#include "ctl/table.hpp"
#include "ctl/text_width.hpp"

#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

Table sample() {
    Table table{{{"Nr.", Align::right}, {"Farve"}, {"Opgave", Align::left, true}}};
    table.add({{"7"}, {"Rød", Ink::red}, {"Gør"}});
    table.add({{"130101"}, {"Gul", Ink::yellow}, {"Etabler projektorganisation"}});
    return table;
}

TEST(Table, AlignsItsColumnsAlsoWithDanishLetters) {
    EXPECT_EQ(sample().text({}), "   Nr.  Farve  Opgave\n"
                                 "     7  Rød    Gør\n"
                                 "130101  Gul    Etabler projektorganisation\n");
}

TEST(Table, InksTheWordAndNeverReplacesIt) {
    const std::string text = sample().text({.colour = true, .width_columns = {}});
    EXPECT_NE(text.find("\x1b[31mRød  \x1b[0m"), std::string::npos) << text;
    EXPECT_NE(text.find("\x1b[33mGul"), std::string::npos) << text;
}

TEST(Table, ShortensOnlyTheColumnThatMayShrinkToFitTheTerminal) {
    const std::string text = sample().text({.colour = false, .width_columns = 30});
    EXPECT_EQ(text, "   Nr.  Farve  Opgave\n"
                    "     7  Rød    Gør\n"
                    "130101  Gul    Etabler projek…\n");
}

TEST(Table, KeepsAReadableWidthOnATerminalThatIsTooNarrow) {
    const std::string text = sample().text({.colour = false, .width_columns = 5});
    EXPECT_NE(text.find("Etabler p…"), std::string::npos) << text;
}

TEST(Table, ShortensTheWidestOfTheColumnsThatMayShrinkFirst) {
    Table table{{{"Nr."}, {"Opgave", Align::left, true}, {"Udfører", Align::left, true}}};
    table.add({{"7"}, {"Etabler projektorganisation"}, {"Jonas Kvist Madsen"}});
    EXPECT_EQ(table.text({.colour = false, .width_columns = 47}),
              "Nr.  Opgave                  Udfører\n"
              "7    Etabler projektorgani…  Jonas Kvist Madsen\n");
    EXPECT_EQ(table.text({.colour = false, .width_columns = 32}),
              "Nr.  Opgave        Udfører\n"
              "7    Etabler pro…  Jonas Kvist …\n");
}

TEST(Table, HasALineForEachRowWhateverItsTextsHold) {
    Table table{{{"Nr."}, {"Opgave"}}};
    table.add({{"7"}, {"A\nB\x1b[2J", Ink::red}});
    EXPECT_EQ(table.text({}), "Nr.  Opgave\n7    A B�[2J\n");
}

TEST(Table, ALineAcrossMakesNoColumnWiderAndEndsWithTheTerminal) {
    Table table = sample();
    table.add_across({"--- herefter: de kommende dage ---"});
    table.add({{"8"}, {"Gul"}, {"Prøv"}});
    EXPECT_EQ(table.text({}), sample().text({}) + "--- herefter: de kommende dage ---\n"
                                                  "     8  Gul    Prøv\n");
    EXPECT_NE(table.text({.colour = false, .width_columns = 20}).find("\n--- herefter: de ko…\n"),
              std::string::npos);
}

TEST(Table, OfNoRowsIsItsHeadings) {
    EXPECT_EQ(Table({{"Farve"}, {"Opgave"}}).text({}), "Farve  Opgave\n");
}

} // namespace
} // namespace klik::ctl
