#include "ctl/sheet_layout.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <utility>

namespace klik::ctl {
namespace {

constexpr double letter = 5;
constexpr double line_height = 10;

/// Sets lines of words, every letter equally wide, on a sheet of A4.
class Composer {
  public:
    Composer& at(double left, double top, const std::string& text) {
        std::istringstream words(text);
        for (std::string word; words >> word;) {
            const double right = left + letter * static_cast<double>(word.size());
            sheet_.words.push_back({word, left, right, top, top + line_height});
            left = right + letter;
        }
        return *this;
    }
    [[nodiscard]] Sheet sheet() const { return sheet_; }

  private:
    Sheet sheet_{842, {}};
};

std::string text_of(const Composer& composer) {
    return text_of_sheets({composer.sheet()});
}

TEST(SheetLayout, JoinsALineThatWasWrappedForWantOfRoom) {
    EXPECT_EQ(text_of(Composer()
                          .at(50, 100, "Det er en lang linje som er helt")
                          .at(50, 114, "fuld og brydes to gange, uden at")
                          .at(50, 128, "den slutter")),
              "Det er en lang linje som er helt fuld og brydes to gange, uden at den slutter\n");
}

TEST(SheetLayout, KeepsALineThatEndedBeforeItWasFull) {
    EXPECT_EQ(text_of(Composer()
                          .at(50, 100, "Det er en lang linje som er helt fuld her")
                          .at(50, 114, "slut.")
                          .at(50, 128, "Ny linje")),
              "Det er en lang linje som er helt fuld her slut.\nNy linje\n");
}

TEST(SheetLayout, JoinsACutWordWithoutASpace) {
    EXPECT_EQ(text_of(Composer().at(50, 100, "Her er en linje med KLIK-").at(50, 114, "opgaver")),
              "Her er en linje med KLIK-opgaver\n");
}

TEST(SheetLayout, PartsParagraphsByABlankLine) {
    EXPECT_EQ(text_of(Composer()
                          .at(50, 100, "Det er en lang linje som er")
                          .at(50, 114, "fuld.")
                          .at(50, 136, "Nyt afsnit")),
              "Det er en lang linje som er fuld.\n\nNyt afsnit\n");
}

TEST(SheetLayout, StartsALineForEachItemAndHeading) {
    EXPECT_EQ(text_of(Composer()
                          .at(50, 100, "1. Det er en lang linje")
                          .at(50, 114, "2. Det er en lang linje")
                          .at(50, 128, "- Det er en lang linjexx")
                          .at(50, 142, "STATUS")
                          .at(50, 156, "ganskelangeordogsaadannoget")),
              "1. Det er en lang linje\n2. Det er en lang linje\n- Det er en lang linjexx\n"
              "STATUS\nganskelangeordogsaadannoget\n");
}

TEST(SheetLayout, PutsTheNarrowColumnBeforeTheFirstHeadingOfTheWideOne) {
    EXPECT_EQ(text_of(Composer()
                          .at(50, 100, "Etabler en god projektorganisation #7")
                          .at(400, 100, "STATUS")
                          .at(50, 130, "BESKRIVELSE")
                          .at(400, 130, "Ikke paabegyndt")
                          .at(50, 160, "Prosa")
                          .at(400, 160, "FASE")
                          .at(400, 190, "Fase 1")),
              "Etabler en god projektorganisation #7\n\nSTATUS\n\nIkke paabegyndt\n\nFASE\n\n"
              "Fase 1\n\nBESKRIVELSE\n\nProsa\n");
}

TEST(SheetLayout, LeavesTheNumbersOfAListWithTheirText) {
    EXPECT_EQ(text_of(Composer()
                          .at(50, 100, "1.")
                          .at(80, 100, "Udpeg en projektleder")
                          .at(50, 130, "2.")
                          .at(80, 130, "Hold et kort opstartsmoede")),
              "1.\n\nUdpeg en projektleder\n\n2.\n\nHold et kort opstartsmoede\n");
}

TEST(SheetLayout, LeavesOutTheAddressAndCountBelowASingleSheet) {
    EXPECT_EQ(text_of(Composer()
                          .at(50, 100, "Tekst")
                          .at(50, 815, "https://klik.example.org/7")
                          .at(500, 815, "1/1")),
              "Tekst\n");
}

TEST(SheetLayout, PartsSheetsByFormFeeds) {
    const Sheet sheet = Composer().at(50, 100, "Tekst").sheet();
    EXPECT_EQ(text_of_sheets({sheet, Sheet{}, sheet}), "Tekst\n\f\n\fTekst\n");
}

} // namespace
} // namespace klik::ctl
