#include "portfolio/redmine_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace klik::portfolio {
namespace {

/// With `_` for each character that was put between.
std::string marked(std::string_view text) {
    std::string shown = shown_as_it_is(text);
    for (auto at = shown.find("\u2060"); at != std::string::npos; at = shown.find("\u2060", at)) {
        shown.replace(at, 3, "_");
    }
    return shown;
}

TEST(RedmineText, HasNoSignsThatMeanSomething) {
    EXPECT_EQ(marked("Se #12 og ##12"), "Se #_12 og ##_12");
    EXPECT_EQ(marked("@hanne, (@per)"), "@_hanne, (@_per)");
    EXPECT_EQ(marked("{{toc}}"), "{_{toc}}");
    EXPECT_EQ(marked("!billede.png!"), "_!billede.png!");
    EXPECT_EQ(marked("*!billede.png!*"), "*_!billede.png!*");
    EXPECT_EQ(marked("![alt](http://x.example)"), "_!_[alt]_(http://x.example)");
    EXPECT_EQ(marked("\"her\":http://x.example"), "\"her\"_:http://x.example");
    EXPECT_EQ(marked("[[Wiki]]"), "[_[Wiki]]");
    EXPECT_EQ(marked("user:hanne document#17 r12"), "user:_hanne document#_17 r_12");
}

TEST(RedmineText, LeavesAloneWhatMeansNothing) {
    for (const std::string text :
         {"Mail til hanne@korsbaek.example kl. 10:30", "Husk det! Nu!", "http://x.example/a?b=c",
          "Krav: navn, cpr", "# Overskrift", "[x] klar", "{ a: b }", "år2024", ""}) {
        EXPECT_EQ(marked(text), text);
    }
}

TEST(RedmineText, IsGivenBackByteForByte) {
    const std::vector<std::string> parts{"@", "#", "{", "!", "[", "]", "(",  "\"", ":",     "r",
                                         "1", "x", " ", "/", ".", "-", "\n", "å",  "\u2060"};
    for (const auto& a : parts) {
        for (const auto& b : parts) {
            for (const auto& c : parts) {
                for (const auto& d : parts) {
                    const auto text = a + b + c + d;
                    ASSERT_EQ(given_back(shown_as_it_is(text)), text);
                }
            }
        }
    }
}

} // namespace
} // namespace klik::portfolio
