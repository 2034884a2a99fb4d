#include "ctl/fact_words.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

struct FactWords : testing::Test {
    SampleConsole sample;
    People people{{{"p1", "Anna Holm"}, {"p2", "Bo Juul"}}};

    [[nodiscard]] std::string said(std::initializer_list<Value::Entry> facts) const {
        return facts_text(Value::map(facts), "\n", people, sample.console);
    }
};

TEST_F(FactWords, SayAReminderInDanish) {
    EXPECT_EQ(said({{"blocked_by", "#3"},
                    {"caused_by", "00000000000000000027"},
                    {"colour", "yellow"},
                    {"colour_da", "Gul"},
                    {"colour_en", "Yellow"},
                    {"days_left", "14"},
                    {"due_date", "2024-03-04"},
                    {"number", "7"},
                    {"role", "responsible"},
                    {"step", "14d"},
                    {"title", "2024-02-01"},
                    {"via", "assignee: absent, DUBU-superbruger: vacant"}}),
              "Opgave: #7\n"
              "Titel: 2024-02-01\n"
              "Rolle: ansvarlig\n"
              "Via: udføreren (fraværende), DUBU-superbruger (ubesat)\n"
              "Frist: mandag den 4. marts 2024\n"
              "Trin: 14 dage før fristen\n"
              "Dage til fristen: 14\n"
              "Farve: Gul\n"
              "Venter på: #3\n"
              "Samlet op fra nr.: 27");
}

TEST_F(FactWords, SayWhatChangedWhetherDatePersonOrStatus) {
    EXPECT_EQ(said({{"from", ""}, {"to", "2024-03-04"}}), "Fra: -\nTil: mandag den 4. marts 2024");
    EXPECT_EQ(said({{"from", "p1"}, {"assignee", "p2"}}),
              "Fra: Anna Holm (p1)\nUdfører: Bo Juul (p2)");
    EXPECT_EQ(said({{"from", "Løst"}, {"to", "in_progress"}}), "Fra: Løst\nTil: Påbegyndt");
}

TEST_F(FactWords, SayWhyNotByNames) {
    EXPECT_EQ(said({{"told", "p1, p2"},
                    {"told_as", "project_leader"},
                    {"by", "p2"},
                    {"deputy", "true"},
                    {"kind", "overdue"},
                    {"until", "2024-02-19T07:00:00Z"}}),
              "Stedfortræder: ja\n"
              "Afløst af: Bo Juul (p2)\n"
              "Besked: frist overskredet\n"
              "Fik besked: Anna Holm (p1), Bo Juul (p2)\n"
              "Som: projektleder\n"
              "Venter til: 19-02-2024 08:00");
    EXPECT_EQ(said({{"by", "2024-03-01"}}), "Færdig senest: fredag den 1. marts 2024");
}

TEST_F(FactWords, SayEachTaskOnceOfANoticeThatNobodyGot) {
    EXPECT_EQ(said({{"numbers", "7 7 -2 7"}, {"person", "mailbox-9999"}}),
              "Opgaver: #7, #-2\nPerson: mailbox-9999");
}

TEST_F(FactWords, SayInEnglishWhatStandsInEnglish) {
    sample.console.language = domain::Language::english;
    EXPECT_EQ(said({{"why_da", "fordi"}, {"why_en", "because"}, {"from", "Løst"}, {"step", "1wd"}}),
              "Step: 1 working day before the due date\nFrom: Completed\nWhy: because");
}

TEST_F(FactWords, ShowWhatALaterVersionSaysBehindTheRest) {
    EXPECT_EQ(said({{"aura", "x"}, {"glow_da", "skær"}, {"glow_en", "glow"}, {"number", 7}}),
              "Opgave: #7\naura: x\nglow_da: skær");
    EXPECT_EQ(said({}), "-");
}

} // namespace
} // namespace klik::ctl
