#include "unit/codec/klik_page_reading.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace klik::codec {
namespace {

using domain::FieldValue;
using domain::None;
using domain::TaskField;
using domain::TaskNumber;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// --- Rules 2: every field of the page ---

TEST(KlikPage, CarriesEveryFieldWithoutLoss) {
    const KlikPage page = page_of(fixture());
    EXPECT_EQ(page.observation.number, TaskNumber{140207});
    EXPECT_EQ(text(page, TaskField::title), "(Test 3) Afprøv C#-snitfladen til økonomisystemet");
    EXPECT_EQ(text(page, TaskField::platform_colour), "Gul");
    EXPECT_EQ(text(page, TaskField::priority), "Skal-opgave");
    EXPECT_EQ(text(page, TaskField::status), "Påbegyndt");
    EXPECT_EQ(page.responsible, name("Åse Ægidius Ørum"));
    EXPECT_EQ(page.assignee, PageName(None{}));
    EXPECT_EQ(value(page, TaskField::start_date), day("2024-02-01"));
    EXPECT_EQ(value(page, TaskField::due_date), day("2024-02-29"));
    EXPECT_EQ(text(page, TaskField::goal),
              "Målet er, at regninger fra leverandøren STATUS A/S kan betales uden at blive tastet "
              "igen.");
    EXPECT_EQ(text(page, TaskField::description),
              "Snitfladen henter bilag hver nat. Se "
              "[vejledningen](https://example.org/vejledning?side=2#trin), afsnit 4, og bemærk:\n\n"
              "- et bilag uden EAN-nummer afvises\n"
              "- et bilag på 0 kr. bogføres **ikke**\n\n"
              "Feltet PROJEKT på bilaget skal altid udfyldes. Er **STATUS** ukendt, sendes bilaget "
              "retur.");
    EXPECT_EQ(text(page, TaskField::method),
              "1. Bestil testbilag hos leverandøren\nBed om mindst ti, og heraf to med fejl.\n"
              "2. Kør den natlige indlæsning\n3. Sammenlign summerne");
    EXPECT_EQ(text(page, TaskField::result), "En underskrevet testrapport.");
    EXPECT_EQ(text(page, TaskField::recommended_responsible),
              "Økonomichef, IT-/digitaliseringschef");
    EXPECT_EQ(text(page, TaskField::recommended_assignee), "Regnskabskonsulent");
    EXPECT_EQ(text(page, TaskField::quality_criteria), "Alle ti testbilag er bogført rigtigt.");
    EXPECT_EQ(text(page, TaskField::history), "");
    EXPECT_EQ(text(page, TaskField::internal_notes), "");
    EXPECT_THAT(numbers(page, TaskField::prerequisites), ElementsAre(140205, 140206));
    EXPECT_EQ(value(page, TaskField::related), FieldValue(None{}));
    EXPECT_EQ(text(page, TaskField::project), "Regningsmodtagelse 1.4");
    EXPECT_EQ(text(page, TaskField::phase), "Fase 3: Test");
    EXPECT_EQ(text(page, TaskField::theme), "Økonomi");
    EXPECT_EQ(page.municipality_name, "Korsbæk Kommune");
    EXPECT_EQ(value(page, TaskField::external_attachments), FieldValue(None{}));
    EXPECT_EQ(value(page, TaskField::files), FieldValue(None{}));
    EXPECT_THAT(page.warnings, IsEmpty());
}

TEST(KlikPage, ReadsTheReferencePageWhereItIsAtHand) {
    const std::string path = std::string(KLIK_SOURCE_DIR) + "/../shared/seed/klik-task-121850.txt";
    if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << "the reference page is not part of the project";
    }
    const KlikPage page = page_of(file("../shared/seed/klik-task-121850.txt"));
    EXPECT_EQ(page.observation.number, TaskNumber{121850});
    EXPECT_EQ(text(page, TaskField::title), "(Organisation 1) Etabler projektorganisation");
    EXPECT_EQ(text(page, TaskField::platform_colour), "Grøn");
    EXPECT_EQ(text(page, TaskField::priority), "Anbefalet opgave");
    EXPECT_EQ(text(page, TaskField::status), "Ikke påbegyndt");
    EXPECT_EQ(page.responsible, PageName(None{}));
    EXPECT_EQ(page.assignee, PageName(None{}));
    EXPECT_FALSE(page.observation[TaskField::start_date]);
    EXPECT_EQ(value(page, TaskField::due_date), day("2024-03-04"));
    EXPECT_THAT(text(page, TaskField::goal), StartsWith("Målet med opgaven er, at I får"));
    EXPECT_THAT(text(page, TaskField::goal), testing::EndsWith("øvrige KLIK-opgaver."));
    EXPECT_THAT(text(page, TaskField::description), HasSubstr("[KOMBIT rollegalleri](#)"));
    EXPECT_THAT(text(page, TaskField::description), HasSubstr("kommunen under\n\nledelse af"));
    EXPECT_THAT(text(page, TaskField::method), HasSubstr("\n2. Beslut og etabler"));
    EXPECT_THAT(text(page, TaskField::result), StartsWith("I krafttrædelse"));
    EXPECT_EQ(text(page, TaskField::recommended_responsible),
              "Faglig chef/leder, IT-/digitaliseringschef, KOMBIT-programleder");
    EXPECT_EQ(text(page, TaskField::recommended_assignee), "DUBU-projektleder");
    for (const auto field :
         {TaskField::quality_criteria, TaskField::history, TaskField::internal_notes}) {
        EXPECT_EQ(text(page, field), "") << describe(field).name;
    }
    for (const auto field : {TaskField::prerequisites, TaskField::related,
                             TaskField::external_attachments, TaskField::files}) {
        EXPECT_EQ(value(page, field), FieldValue(None{})) << describe(field).name;
    }
    EXPECT_EQ(text(page, TaskField::project), "DUBU 3.0");
    EXPECT_EQ(text(page, TaskField::phase), "Fase 1: Opstart");
    EXPECT_EQ(text(page, TaskField::theme), "Projektstyring og ledelse");
    EXPECT_EQ(page.municipality_name, "Korsbæk Kommune");
    EXPECT_THAT(page.warnings, ElementsAre(HasSubstr("ambiguous")));
}

TEST(KlikPage, KeepsAbsentNoneAndEmptyApart) {
    const KlikPage page = page_of(short_page("MÅL\n-\nHISTORIK\nKOMMUNE\nKorsbæk Kommune\n"));
    EXPECT_FALSE(page.observation[TaskField::description]);
    EXPECT_EQ(value(page, TaskField::goal), FieldValue(None{}));
    EXPECT_EQ(text(page, TaskField::history), "");
    EXPECT_FALSE(page.responsible);
}

TEST(KlikPage, ReadsGluedHeadingsWithoutContentAsEmpty) {
    const KlikPage page =
        page_of(short_page("KVALITETSKRITERIER**HISTORIK****INTERNE NOTER****FORUDSÆTNINGER**\n-"));
    EXPECT_EQ(text(page, TaskField::quality_criteria), "");
    EXPECT_EQ(text(page, TaskField::history), "");
    EXPECT_EQ(text(page, TaskField::internal_notes), "");
    EXPECT_EQ(value(page, TaskField::prerequisites), FieldValue(None{}));
}

TEST(KlikPage, ReadsEmptyPersonsAndNumbersAsEmptyAndNotAsNone) {
    const KlikPage page = page_of(short_page("ANSVARLIG\nUDFØRER\nFORUDSÆTNINGER\nKOMMUNE\n"));
    EXPECT_EQ(page.responsible, name(""));
    EXPECT_THAT(numbers(page, TaskField::prerequisites), IsEmpty());
    EXPECT_EQ(page.municipality_name, "");
}

// --- Rules 2: headings ---

TEST(KlikPage, ReadsHeadingsWithoutBoldMarksAlike) {
    std::string bare = everywhere(fixture(), "**ikke**", "_ikke_");
    bare = everywhere(bare, "**STATUS** ukendt", "_STATUS_ ukendt");
    const std::string marked = bare;
    expect_same_fields(page_of(everywhere(bare, "**", "")), page_of(marked));
}

TEST(KlikPage, ReadsHeadingsWithBoldMarksAlike) {
    std::string marked = fixture();
    for (const auto* heading : {"PRIORITET", "STATUS", "SLUTDATO", "METODE OG FREMGANGSMÅDE"}) {
        const std::string bare = std::string("\n").append(heading).append("\n");
        const std::string bold = std::string("\n**").append(heading).append("**\n");
        marked = replaced(marked, bare, bold);
    }
    expect_same_fields(page_of(marked), page_of(fixture()));
}

TEST(KlikPage, ReadsValuesThatAreGluedToHeadings) {
    const KlikPage page = page_of("Nedsæt styregruppe #7**DEADLINE**● Rød**STATUS**I gang\n"
                                  "ANSVARLIG -\n**UDFØRER**Bo Vad**SLUTDATO**04-03-2024\n"
                                  "MÅL\nAlt.\n");
    EXPECT_EQ(text(page, TaskField::platform_colour), "Rød");
    EXPECT_EQ(text(page, TaskField::status), "I gang");
    EXPECT_EQ(page.responsible, PageName(None{}));
    EXPECT_EQ(page.assignee, name("Bo Vad"));
    EXPECT_EQ(value(page, TaskField::due_date), day("2024-03-04"));
    EXPECT_EQ(text(page, TaskField::goal), "Alt.");
}

TEST(KlikPage, ReadsAHeadingThatANarrowColumnWrapped) {
    const KlikPage page = page_of(
        short_page("METODE OG\nFREMGANGSMÅDE\nRing.\nOPGAVEN ER\nTÆT\nRELATERET TIL\n#8\n"));
    EXPECT_EQ(text(page, TaskField::method), "Ring.");
    EXPECT_THAT(numbers(page, TaskField::related), ElementsAre(8));
}

TEST(KlikPage, ReadsHeadingsSideBySideWithTheirValues) {
    const KlikPage page = page_of(short_page("  PRIORITET          STATUS        UDFØRER\n\n"
                                             "  Anbefalet opgave   Fuldført      -\n"
                                             "STARTDATO     SLUTDATO\n01-02-2024    04-03-2024\n"
                                             "MÅL\nTo  ord.\n"));
    EXPECT_EQ(text(page, TaskField::priority), "Anbefalet opgave");
    EXPECT_EQ(text(page, TaskField::status), "Fuldført");
    EXPECT_EQ(page.assignee, PageName(None{}));
    EXPECT_EQ(value(page, TaskField::start_date), day("2024-02-01"));
    EXPECT_EQ(value(page, TaskField::due_date), day("2024-03-04"));
    EXPECT_EQ(text(page, TaskField::goal), "To  ord.");
}

TEST(KlikPage, ReadsTheHeadingsInAnyOrder) {
    const KlikPage page = page_of("PROJEKT\nA\nDEADLINE\nGul\nOpgave titel\nSidst #9\nMÅL\nAlt.\n");
    EXPECT_EQ(page.observation.number, TaskNumber{9});
    EXPECT_EQ(text(page, TaskField::title), "Sidst");
    EXPECT_EQ(text(page, TaskField::project), "A");
}

TEST(KlikPage, LeavesHeadingWordsInRunningTextAlone) {
    const std::string prose = "Skift STATUS til fuldført (**STATUS**).\n"
                              "STATUS er et felt, og **PROJEKT** er et andet\n"
                              "MÅL: to. HISTORIK og FASE\n"
                              "Se **TEMA**";
    const KlikPage page = page_of(short_page("BESKRIVELSE\n" + prose + "\nFASE\nB\n"));
    EXPECT_EQ(text(page, TaskField::description), prose);
    EXPECT_EQ(text(page, TaskField::phase), "B");
    EXPECT_FALSE(page.observation[TaskField::status]);
}

TEST(KlikPage, ReadsAHeadingsSecondAppearanceAsTextAndSaysSo) {
    const KlikPage page =
        page_of(short_page("STATUS\nI gang\nMETODE OG FREMGANGSMÅDE\nUdfyld\nSTATUS\nog luk.\n"));
    EXPECT_EQ(text(page, TaskField::status), "I gang");
    EXPECT_EQ(text(page, TaskField::method), "Udfyld\nSTATUS\nog luk.");
    EXPECT_THAT(page.warnings,
                ElementsAre(StartsWith("line 8: the heading STATUS comes a second")));
}

// --- Rules 2: title, colour, dates, numbers ---

TEST(KlikPage, JoinsATitleThatIsWrapped) {
    const KlikPage page = page_of("\nOpgave titel\n\n**(KP 2) Forbered ind-\nog udgående KLIK-\n"
                                  "opgaver til IT-/\ndrift #12****DEADLINE**\nGrøn\n");
    EXPECT_EQ(text(page, TaskField::title),
              "(KP 2) Forbered ind- og udgående KLIK-opgaver til IT-/drift");
    EXPECT_EQ(page.observation.number, TaskNumber{12});
}

TEST(KlikPage, TellsOfTextAboveTheTitle) {
    const KlikPage page = page_of("KLIK > Mine opgaver\nOpgave titel\nEt #3\nDEADLINE\nGrøn\n");
    EXPECT_EQ(text(page, TaskField::title), "Et");
    EXPECT_THAT(
        page.warnings,
        ElementsAre("line 1: the text above the title was left out: \"KLIK > Mine opgaver\""));
}

TEST(KlikPage, StripsTheDotBeforeTheColourWord) {
    EXPECT_EQ(text(page_of("A #1\nDEADLINE\n● Grøn"), TaskField::platform_colour), "Grøn");
    EXPECT_EQ(text(page_of("A #1\nDEADLINE\n●\nRød"), TaskField::platform_colour), "Rød");
    EXPECT_EQ(text(page_of("A #1\nDEADLINE\nGul"), TaskField::platform_colour), "Gul");
    EXPECT_EQ(value(page_of("A #1\nDEADLINE\n-"), TaskField::platform_colour), FieldValue(None{}));
}

TEST(KlikPage, KeepsAnUnknownStatusVerbatim) {
    EXPECT_EQ(text(page_of(short_page("STATUS\nAfventer  Høring\n")), TaskField::status),
              "Afventer Høring");
}

TEST(KlikPage, TakesASingleDateBelowBothHeadingsForTheDueDateAndSaysSo) {
    for (const auto* headings : {"STARTDATO**SLUTDATO**\n", "STARTDATO\n\nSLUTDATO\n\n",
                                 "STARTDATOSLUTDATO\n", "STARTDATO     SLUTDATO\n"}) {
        const KlikPage page = page_of(short_page(std::string(headings) + "04-03-2024\n"));
        EXPECT_FALSE(page.observation[TaskField::start_date]) << headings;
        EXPECT_EQ(value(page, TaskField::due_date), day("2024-03-04")) << headings;
        EXPECT_THAT(page.warnings, ElementsAre(HasSubstr("line 4: one date stands below both")));
    }
}

TEST(KlikPage, TakesTwoDatesBelowBothHeadingsForStartAndDue) {
    for (const auto* dates : {"01-02-2024\n\n04-03-2024\n", "01-02-2024 04-03-2024"}) {
        const KlikPage page = page_of(short_page("STARTDATO**SLUTDATO**\n" + std::string(dates)));
        EXPECT_EQ(value(page, TaskField::start_date), day("2024-02-01"));
        EXPECT_EQ(value(page, TaskField::due_date), day("2024-03-04"));
        EXPECT_THAT(page.warnings, IsEmpty());
    }
    const KlikPage page = page_of(short_page("STARTDATO**SLUTDATO**\n- 04-03-2024"));
    EXPECT_EQ(value(page, TaskField::start_date), FieldValue(None{}));
}

TEST(KlikPage, TellsOfADateHeadingWithoutADate) {
    const KlikPage page = page_of(short_page("SLUTDATO\nMÅL\nAlt.\n"));
    EXPECT_FALSE(page.observation[TaskField::due_date]);
    EXPECT_THAT(page.warnings, ElementsAre(HasSubstr("line 4: there is no date below SLUTDATO")));
}

TEST(KlikPage, ReadsTaskNumbersHoweverTheyAreWritten) {
    const auto read = [](const std::string& words) {
        return numbers(page_of(short_page("FORUDSÆTNINGER\n" + words + "\n\nFASE\nA")),
                       TaskField::prerequisites);
    };
    EXPECT_THAT(read("121850, 121851;121852"), ElementsAre(121850, 121851, 121852));
    EXPECT_THAT(read("#121850 #121851\n121852 og 121853."),
                ElementsAre(121850, 121851, 121852, 121853));
    EXPECT_THAT(read("#7"), ElementsAre(7));
    EXPECT_THAT(read("121850 (Organisation 1) Udpeg 3 roller\n#121851 Kortlæg 2 af 10000 sager"),
                ElementsAre(121850, 121851));
    EXPECT_THAT(read("- (Organisation 1) Etabler organisation #121850, #121851"),
                ElementsAre(121850, 121851));
    EXPECT_THAT(read("121850 Aftal møder i 2024,\nog hold dem i 2025\n121850"),
                ElementsAre(121850));
    EXPECT_THAT(read("5, 6 og 7"), ElementsAre(5, 6, 7));
}

TEST(KlikPage, TakesNoYearOfATitleForATaskAndSaysWhereItMayBeOne) {
    const auto read = [](const std::string& words, const auto& warnings) {
        const KlikPage page = page_of(short_page("FORUDSÆTNINGER\n" + words + "\n\nFASE\nA"));
        EXPECT_THAT(page.warnings, warnings) << words;
        return numbers(page, TaskField::prerequisites);
    };
    const auto* year = "line 6: 2024 below FORUDSÆTNINGER was not read as a task's number; write "
                       "#2024 if it is one";
    EXPECT_THAT(read("#121850 Aftal møder i\n2024", ElementsAre(year)), ElementsAre(121850));
    EXPECT_THAT(read("121850 Aftal møder i\n2024", ElementsAre(year)), ElementsAre(121850));
    EXPECT_THAT(read("#121850 Møder i 2024, 2025", ElementsAre(HasSubstr("line 5: 2025"))),
                ElementsAre(121850));
    EXPECT_THAT(read("#121850, 7", ElementsAre(HasSubstr("write #7"))), ElementsAre(121850));
    EXPECT_THAT(read("#121850 Aftal 3 møder, #7", IsEmpty()), ElementsAre(121850, 7));
    EXPECT_THAT(read("#121850, 121851", IsEmpty()), ElementsAre(121850, 121851));
}

TEST(KlikPage, LeavesPrerequisitesOfWordsAloneAbsentAndSaysSo) {
    const KlikPage page = page_of(short_page("FORUDSÆTNINGER\nProjektet er i gang i 2024\n"));
    EXPECT_FALSE(page.observation[TaskField::prerequisites]);
    EXPECT_THAT(page.warnings,
                ElementsAre(HasSubstr("line 5: there is no task number below FORUDSÆTNINGER")));
}

TEST(KlikPage, RefusesATextThatKlikdWouldNotTakeAndNamesItsLine) {
    EXPECT_EQ(page_problem_of(short_page("STATUS\n" + std::string(2001, 'a') + "\n")).sentence(),
              "line 5: the text below STATUS is longer than 2000 characters, which is no line of "
              "a task page");
    EXPECT_EQ(page_problem_of(short_page("MÅL\n" + std::string(65'537, 'a') + "\n")).sentence(),
              "line 5: the text below MÅL is larger than the 64 KiB that a message holds");
    EXPECT_THAT(page_problem_of(std::string(2001, 'a') + " #121850\nDEADLINE\nGrøn\n").sentence(),
                HasSubstr("the title is longer than 2000 characters"));
    const KlikPage page = page_of(short_page("MÅL\n" + std::string(65'536, 'a') + "\n"));
    EXPECT_EQ(std::get<std::string>(value(page, TaskField::goal)).size(), 65'536U);
}

} // namespace
} // namespace klik::codec
