#include "unit/codec/klik_page_reading.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace klik::codec {
namespace {

using domain::FieldValue;
using domain::None;
using domain::TaskField;
using domain::TaskNumber;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// --- Rules 2: headings glued to the value before them ---

TEST(KlikPage, FindsAHeadingThatIsGluedToAnyEndOfAValue) {
    for (const std::string phase :
         {"Fase 1 (Opstart)", "Nu begynder det!", "Hvornår?", "Fase 'Opstart'", "Fase \"Opstart\"",
          "Fase »Opstart«", "Fase „Opstart“", "Opstart:", "Opstart m.m.", "100 %", "[Opstart]"}) {
        const KlikPage page = page_of(short_page("FASE\n" + phase + "**TEMA**\nProjektstyring\n"));
        EXPECT_EQ(text(page, TaskField::phase), phase);
        EXPECT_EQ(text(page, TaskField::theme), "Projektstyring") << phase;
        EXPECT_THAT(page.warnings, IsEmpty()) << phase;
    }
}

TEST(KlikPage, MakesNoPersonOfTwoWhereTheHeadingBetweenIsGlued) {
    const KlikPage page = page_of(short_page("ANSVARLIG\nHanne Jensen (HJ)**UDFØRER**\nBo\n"));
    EXPECT_EQ(page.responsible, name("Hanne Jensen (HJ)"));
    EXPECT_EQ(page.assignee, name("Bo"));
}

TEST(KlikPage, FindsAGluedHeadingWithoutBoldMarksAndSaysSo) {
    const KlikPage page = page_of(short_page("ANSVARLIG\nHanne Jensen (HJ)UDFØRER\nBo\n"
                                             "FASE\nFase 1: OpstartTEMA\nLedelse\n"));
    EXPECT_EQ(page.responsible, name("Hanne Jensen (HJ)"));
    EXPECT_EQ(page.assignee, name("Bo"));
    EXPECT_EQ(text(page, TaskField::phase), "Fase 1: Opstart");
    EXPECT_EQ(text(page, TaskField::theme), "Ledelse");
    EXPECT_THAT(page.warnings,
                ElementsAre("line 5: UDFØRER is glued to \"Hanne Jensen (HJ)\"; it was read as a "
                            "heading",
                            HasSubstr("line 8: TEMA is glued to")));
}

TEST(KlikPage, FindsAHeadingThatIsGluedToAValueBesideItsOwn) {
    const KlikPage page = page_of(short_page("FASE: Fase 1 (Opstart)TEMA\nLedelse\n"));
    EXPECT_EQ(text(page, TaskField::phase), "Fase 1 (Opstart)");
    EXPECT_EQ(text(page, TaskField::theme), "Ledelse");
}

TEST(KlikPage, FindsNoGluedHeadingInALongerWordOrBehindABlank) {
    for (const std::string theme : {"SKI-PROJEKT", "KLIKSTATUS", "Møde om TEMA", "ØKOTEMA",
                                    "IT/PROJEKT", "(TEMA", "Se \"STATUS", "Temaet »FASE"}) {
        const KlikPage page = page_of(short_page("PRIORITET\n" + theme + "\nKOMMUNE\nA\n"));
        EXPECT_EQ(text(page, TaskField::priority), theme);
        EXPECT_EQ(page.municipality_name, "A");
    }
}

TEST(KlikPage, TakesATitleInBracketsBehindItsBoldLabel) {
    const KlikPage page = page_of("**Opgave titel**(Organisation 1) Etabler #5**DEADLINE**\nGul\n");
    EXPECT_EQ(text(page, TaskField::title), "(Organisation 1) Etabler");
    EXPECT_THAT(page.warnings, IsEmpty());
}

// --- Rules 2: headings and values on one line ---

TEST(KlikPage, ReadsAHeadingAndItsValueOnOneLine) {
    const std::string lines = "Opgave titel: (Organisation 1) Etabler #5\nDEADLINE: ● Grøn\n"
                              "PRIORITET: Anbefalet opgave\nSTATUS: Fuldført\n"
                              "ANSVARLIG: Hanne Jensen (HJ)\nUDFØRER: -\nSTARTDATO: 01-02-2024\n"
                              "SLUTDATO: 04-03-2024\nANBEFALET UDFØRER: Projektleder\n"
                              "FORUDSÆTNINGER: 3, 4\nOPGAVEN ER TÆT RELATERET TIL: -\n"
                              "PROJEKT: DUBU 3.0\nFASE: Fase 1: Opstart\nTEMA: Ledelse\n"
                              "KOMMUNE: Korsbæk Kommune\nEKSTERNE BILAG: -\n"
                              "TILFØJEDE FILER: Ingen vedhæftede filer\n";
    for (const auto& page :
         {page_of(lines), page_of(everywhere(lines, ": ", " ")),
          page_of("**" + replaced(everywhere(lines, "\n", "\n**"), "titel: ", "titel:** "))}) {
        EXPECT_EQ(page.observation.number, TaskNumber{5});
        EXPECT_EQ(text(page, TaskField::title), "(Organisation 1) Etabler");
        EXPECT_EQ(text(page, TaskField::platform_colour), "Grøn");
        EXPECT_EQ(text(page, TaskField::priority), "Anbefalet opgave");
        EXPECT_EQ(text(page, TaskField::status), "Fuldført");
        EXPECT_EQ(page.responsible, name("Hanne Jensen (HJ)"));
        EXPECT_EQ(page.assignee, PageName(None{}));
        EXPECT_EQ(value(page, TaskField::start_date), day("2024-02-01"));
        EXPECT_EQ(value(page, TaskField::due_date), day("2024-03-04"));
        EXPECT_EQ(text(page, TaskField::recommended_assignee), "Projektleder");
        EXPECT_THAT(numbers(page, TaskField::prerequisites), ElementsAre(3, 4));
        EXPECT_EQ(value(page, TaskField::related), FieldValue(None{}));
        EXPECT_EQ(text(page, TaskField::project), "DUBU 3.0");
        EXPECT_EQ(text(page, TaskField::theme), "Ledelse");
        EXPECT_EQ(page.municipality_name, "Korsbæk Kommune");
        EXPECT_EQ(value(page, TaskField::files), FieldValue(None{}));
        EXPECT_THAT(page.warnings, IsEmpty());
    }
}

TEST(KlikPage, ReadsAHeadingWithAColonAndTheValueBelow) {
    const KlikPage page = page_of(short_page("STATUS:\nI gang\nMÅL:\nAlt.\n"));
    EXPECT_EQ(text(page, TaskField::status), "I gang");
    EXPECT_EQ(text(page, TaskField::goal), "Alt.");
}

TEST(KlikPage, ReadsAValueBesideItsHeadingAtOnceBehindEmptyProse) {
    const KlikPage page = page_of(short_page("HISTORIK\nINTERNE NOTER\nFORUDSÆTNINGER: 5\n"));
    EXPECT_EQ(text(page, TaskField::internal_notes), "");
    EXPECT_THAT(numbers(page, TaskField::prerequisites), ElementsAre(5));
}

TEST(KlikPage, LeavesWordsOfHeadingsInProseAlone) {
    const std::string prose = "Sæt felterne sådan:\nSTATUS: Fuldført\nSTATUS Fuldført\n"
                              "ANSVARLIG: Chefen\nTEMA Ledelse\nPROJEKT: er et felt\n"
                              "Skriv i \"**FASE**\" og (**TEMA**), 'SOMTEMA\n"
                              "»**FASE**« står til sidst\nUdfyld begge (seTEMA";
    const std::map<TaskField, std::string> headings{{TaskField::goal, "MÅL"},
                                                    {TaskField::description, "BESKRIVELSE"},
                                                    {TaskField::method, "METODE OG FREMGANGSMÅDE"},
                                                    {TaskField::result, "RESULTAT"}};
    for (const auto& [field, heading] : headings) {
        const KlikPage page = page_of(short_page("STATUS\nI gang\nANSVARLIG\n-\n" + heading + "\n" +
                                                 prose + "\nPROJEKT\nA\nFASE\nB\nTEMA\nC\n"));
        EXPECT_EQ(text(page, field), prose);
        EXPECT_EQ(text(page, TaskField::status), "I gang");
        EXPECT_EQ(text(page, TaskField::theme), "C");
        EXPECT_THAT(page.warnings, IsEmpty()) << heading;
    }
}

TEST(KlikPage, SaysWhenAHeadingIsMissingThatProseSeemsToHold) {
    const KlikPage page = page_of(short_page("RESULTAT\nEn rapport.\nPROJEKT: DUBU\n"));
    EXPECT_EQ(text(page, TaskField::result), "En rapport.\nPROJEKT: DUBU");
    EXPECT_THAT(page.warnings,
                ElementsAre("line 6: PROJEKT: was read as text below RESULTAT, and there is no "
                            "other heading PROJEKT; give it a line of its own if it is one"));
}

TEST(KlikPage, ReadsAWrappedValueThatGoesOnWithAHeadingsWordsAndSaysSo) {
    const KlikPage page = page_of(
        short_page("FASE\nEtablering af\nPROJEKT og drift\nTEMA\nFASE 2\nPROJEKT\nKOMMUNE Online\n"
                   "PRIORITET\nPROJEKTSKABELON\nKOMMUNE\nKorsbæk Kommune\n"));
    EXPECT_EQ(text(page, TaskField::phase), "Etablering af PROJEKT og drift");
    EXPECT_EQ(text(page, TaskField::theme), "FASE 2");
    EXPECT_EQ(text(page, TaskField::project), "KOMMUNE Online");
    EXPECT_EQ(text(page, TaskField::priority), "PROJEKTSKABELON");
    EXPECT_EQ(page.municipality_name, "Korsbæk Kommune");
    EXPECT_THAT(page.warnings,
                ElementsAre("line 6: the line begins with the heading PROJEKT and was read as text "
                            "below FASE: \"PROJEKT og drift\"",
                            HasSubstr("line 8: the line begins with the heading FASE"),
                            HasSubstr("line 10: the line begins with the heading KOMMUNE")));
}

TEST(KlikPage, ReadsNoHeadingInATitleThatBeginsALineWithItsWords) {
    const KlikPage page =
        page_of("Opgave titel\nAftal\nSTATUS Fuldført\nPROJEKT: Aula #5\nDEADLINE\nGul\n");
    EXPECT_EQ(text(page, TaskField::title), "Aftal STATUS Fuldført PROJEKT: Aula");
    EXPECT_THAT(page.warnings, IsEmpty());
}

} // namespace
} // namespace klik::codec
