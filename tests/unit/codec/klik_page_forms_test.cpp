#include "unit/codec/klik_page_reading.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace klik::codec {
namespace {

using domain::None;
using domain::TaskField;
using domain::TaskNumber;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// --- Rules 2: text as programs write it ---

TEST(KlikPage, SurvivesOtherLineEndsMarksAndSpellings) {
    expect_same_fields(page_of(everywhere(fixture(), "\n", "\r\n")), page_of(fixture()));
    expect_same_fields(page_of(everywhere(fixture(), "\n", "\r")), page_of(fixture()));
    expect_same_fields(page_of("\xEF\xBB\xBF" + fixture()), page_of(fixture()));
    expect_same_fields(page_of(everywhere(fixture(), "\n", " \t\n")), page_of(fixture()));
    expect_same_fields(page_of(everywhere(fixture(), " ", "\xC2\xA0")), page_of(fixture()));
    std::string decomposed = everywhere(fixture(), "å", "a\xCC\x8A");
    decomposed = everywhere(decomposed, "Å", "A\xCC\x8A");
    decomposed = everywhere(decomposed, "ø", "o\xCC\xB8");
    decomposed = everywhere(decomposed, "Ø", "O\xCC\xB8");
    expect_same_fields(page_of(decomposed), page_of(fixture()));
}

TEST(KlikPage, IgnoresIndentationOfThePage) {
    expect_same_fields(page_of(everywhere(fixture(), "\n", "\n    ")), page_of(fixture()));
}

TEST(KlikPage, SurvivesPageBreaksWithRunningHeadsAndFeet) {
    std::string printed =
        replaced(fixture(), "afsnit 4, og",
                 "afsnit 4,\n\n12.2.2024      Side 1 af 3\n\fKLIK - opgave 140207\n\nog");
    printed =
        replaced(printed, "2. Kør", "12.2.2024      Side 2 af 3\n\fKLIK - opgave 140207\n2. Kør");
    printed = "KLIK - opgave 140207" + printed + "\n12.2.2024      Side 3 af 3\n\f";
    const KlikPage page = page_of(printed);
    expect_same_fields(page, page_of(fixture()));
    EXPECT_THAT(page.warnings, IsEmpty());
}

TEST(KlikPage, PartsParagraphsAtAPageBreakAfterASentence) {
    const KlikPage page = page_of(short_page("MÅL\nEn sætning.\n\fEn anden.\n"));
    EXPECT_EQ(text(page, TaskField::goal), "En sætning.\n\nEn anden.");
}

TEST(KlikPage, KeepsValuesAtTheEndsOfSheetsThatOnlyLookRepeated) {
    const KlikPage page = page_of("A #1\nDEADLINE\nGul\nSTARTDATO\n01-02-2024\n\fSLUTDATO\n"
                                  "04-03-2024\n\fANSVARLIG\n-\n\fUDFØRER\n-\n");
    EXPECT_EQ(value(page, TaskField::start_date), day("2024-02-01"));
    EXPECT_EQ(value(page, TaskField::due_date), day("2024-03-04"));
    EXPECT_EQ(page.responsible, PageName(None{}));
    EXPECT_EQ(page.assignee, PageName(None{}));
}

// --- Rules 2: what is no page ---

struct BadPage {
    std::string text;
    std::string path;
    std::string says;
    friend void PrintTo(const BadPage& page, std::ostream* out) { *out << page.says; }
};

class NoPage : public testing::TestWithParam<BadPage> {};

TEST_P(NoPage, IsRefusedWithTheLineThatFailed) {
    const auto& bad = GetParam();
    const auto problem = page_problem_of(bad.text);
    EXPECT_EQ(problem.code, "malformed");
    EXPECT_EQ(problem.path, bad.path) << problem.sentence();
    EXPECT_THAT(problem.text, HasSubstr(bad.says));
}

INSTANTIATE_TEST_SUITE_P(
    Page, NoPage,
    testing::Values(
        BadPage{"", "line 1", "this is no KLIK task page"},
        BadPage{"\n \n", "line 1", "this is no KLIK task page"},
        BadPage{"\n\nKære alle\nHusk mødet.\n", "line 3", "this is no KLIK task page"},
        BadPage{"Se på #12\n\nKære alle\n", "line 3", "heading such as DEADLINE"},
        BadPage{"Etabler #12\n", "line 1", "but the text ends"},
        BadPage{"Opgave titel\nEtabler\n", "line 2", "this is no KLIK task page"},
        BadPage{"Etabler organisation\nDEADLINE\nGrøn\n", "line 1", "a task's title that ends in"},
        BadPage{"DEADLINE\nGrøn\n", "line 1", "but there is none"},
        BadPage{"Etabler #0\nDEADLINE\nGrøn\n", "line 1", "no task number"},
        BadPage{"Etabler\n#99999999999999999999\nDEADLINE\n", "line 2", "no task number"},
        BadPage{short_page("SLUTDATO\n31-02-2024\n"), "line 5", "not \"31-02-2024\""},
        BadPage{short_page("STARTDATO**SLUTDATO**\n\n29-02-2023\n"), "line 6", "below SLUTDATO"},
        BadPage{short_page("STARTDATO\nsnart\n"), "line 5", "expected a date such as 04-03-2024"},
        BadPage{short_page("SLUTDATO 2024-03-04\n"), "line 4", "not \"2024-03-04\""},
        BadPage{short_page("SLUTDATO\n01-02-2024\n02-02-2024\n"), "line 4", "found 2"},
        BadPage{short_page("MÅL\nGr\xF8n\n"), "line 5", "UTF-8"},
        BadPage{"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n", "line 2", "UTF-8"}));

TEST(KlikPage, AcceptsTheLeapDay) {
    const KlikPage page = page_of(short_page("SLUTDATO\n29-02-2024\n"));
    EXPECT_EQ(value(page, TaskField::due_date), day("2024-02-29"));
}

// --- Whatever comes ---

TEST(KlikPage, EndsInAPageOrAProblemWithALineWhereverItIsCutOff) {
    for (std::size_t size = 0; size <= fixture().size(); ++size) {
        const auto page = parse_klik_page(fixture().substr(0, size));
        if (page) {
            EXPECT_EQ(page->observation.number, TaskNumber{140207}) << size;
        } else {
            EXPECT_THAT(page.error().path, StartsWith("line ")) << size;
            EXPECT_THAT(page.error().text, Not(IsEmpty())) << size;
        }
    }
}

TEST(KlikPage, EndsInAPageOrAProblemWithALineWhateverLinesAreLost) {
    std::vector<std::string> lines;
    std::istringstream all(fixture());
    for (std::string line; std::getline(all, line);) {
        lines.push_back(line);
    }
    std::mt19937 random(20240304); // NOLINT(bugprone-random-generator-seed): the same on every run
    for (int round = 0; round < 500; ++round) {
        std::string text;
        std::bernoulli_distribution lost(0.002 * round);
        for (const auto& line : lines) {
            text += lost(random) ? "" : line + '\n';
        }
        const auto page = parse_klik_page(text);
        if (!page) {
            EXPECT_THAT(page.error().path, StartsWith("line ")) << text;
        } else {
            EXPECT_GT(page->observation.number.value, 0) << text;
        }
    }
}

TEST(KlikPage, EndsInAPageOrAProblemWhateverBytesAreChanged) {
    std::mt19937 random(121850); // NOLINT(bugprone-random-generator-seed): the same on every run
    std::uniform_int_distribution<std::size_t> position(0, fixture().size() - 1);
    const std::string alphabet = "*#-\f\n\r 0A\xC3\xCC";
    std::uniform_int_distribution<std::size_t> letter(0, alphabet.size() - 1);
    for (int round = 0; round < 1000; ++round) {
        std::string text = fixture();
        for (int change = 0; change < 5; ++change) {
            text[position(random)] = alphabet[letter(random)];
        }
        if (const auto page = parse_klik_page(text); !page) {
            EXPECT_THAT(page.error().path, StartsWith("line "));
        }
    }
}

} // namespace
} // namespace klik::codec
