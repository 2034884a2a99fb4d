#include "ctl/why_command.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using testing::HasSubstr;

const People people{{{"bo", "Bo Juul"}, {"anna", ""}}};

TEST(WhyText, SaysTheReasonAndTheCausesOfEachItem) {
    const Value row =
        Value::map({{"text", Value::map({{"da", "bo fik besked."}, {"en", "bo was told."}})},
                    {"notice", Value::map({{"da", "Opgave #1"}, {"en", "Task #1"}})},
                    {"key", "9999/1/-/x/anna"},
                    {"rule", "3.status"},
                    {"facts", Value::map({{"number", "1"}, {"due_date", "2024-03-04"}})},
                    {"causes", Value::List{Value::map({{"time", "2024-02-20T09:10:00Z"},
                                                       {"what", "fact"},
                                                       {"id", "f-1"},
                                                       {"source", "/platform"}})}},
                    {"recipient", Value::map({{"person", "bo"},
                                              {"role", "assignee"},
                                              {"deputy", true},
                                              {"via", Value::List{"assignee"}},
                                              {"reasons", Value::List{"absent"}}})}});
    SampleConsole sample;
    const auto text = why_text({row, row}, people, sample.console);
    EXPECT_THAT(text, HasSubstr("Bo Juul (bo) fik besked."));
    EXPECT_THAT(text, HasSubstr("Bo Juul (bo), stedfortræder for udfører"));
    EXPECT_THAT(text, HasSubstr("20-02-2024 10:10"));
    EXPECT_THAT(text, HasSubstr("faktum f-1 fra /platform"));
    EXPECT_THAT(text, HasSubstr("Spurgt før  udføreren (fraværende)"));
    EXPECT_THAT(text, HasSubstr("Fakta       Opgave: #1\n"
                                "            Frist: mandag den 4. marts 2024\n"));
    EXPECT_GT(text.rfind("fik besked."), text.find("fik besked."));
}

TEST(WhyNotText, NamesTheClauseInTheLanguageThatWasChosen) {
    const Value row = Value::map(
        {{"text", Value::map({{"da", "anna: nej, men bo."}, {"en", "anna: no, but bo."}})},
         {"person", "anna"},
         {"code", "inhibited"},
         {"rule", "7.inhibition"},
         {"facts", Value::map({{"told", "bo"}})}});
    SampleConsole sample;
    EXPECT_THAT(why_not_text(row, people, sample.console),
                testing::AllOf(HasSubstr("anna: nej, men Bo Juul (bo)."),
                               HasSubstr("Afgørende  opgaven er blokeret"),
                               HasSubstr("Fik besked: Bo Juul (bo)")));
    sample.console.language = domain::Language::english;
    const auto text = why_not_text(row, people, sample.console);
    EXPECT_THAT(text, HasSubstr("anna: no, but Bo Juul (bo)."));
    EXPECT_THAT(text, HasSubstr("inhibited"));
    EXPECT_THAT(text, HasSubstr("Told: Bo Juul (bo)"));
}

TEST(NamedIn, PutsANameBeforeAnIdThatStandsAsAWordAndIsMeant) {
    EXPECT_EQ(people.named_in("bo, bo-2 og (bo) bød bo.", {"bo"}),
              "Bo Juul (bo), bo-2 og (Bo Juul (bo)) bød Bo Juul (bo).");
    EXPECT_EQ(people.named_in("bo", {"anna"}), "bo");
    EXPECT_EQ(people.named_in(" anna ", {"anna"}), " anna ");
    EXPECT_EQ(people.named_in("", {"anna"}), "");
}

} // namespace
} // namespace klik::ctl
