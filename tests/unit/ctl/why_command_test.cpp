#include "ctl/why_command.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using testing::HasSubstr;

TEST(WhyText, SaysTheReasonAndTheCausesOfEachItem) {
    const Value row =
        Value::map({{"text", Value::map({{"da", "Fordi."}, {"en", "Because."}})},
                    {"notice", Value::map({{"da", "Opgave #1"}, {"en", "Task #1"}})},
                    {"key", "9999/1/-/x/anna"},
                    {"rule", "3.status"},
                    {"facts", Value::map({{"number", "1"}})},
                    {"causes", Value::List{Value::map({{"time", "2024-02-20T09:10:00Z"},
                                                       {"what", "fact"},
                                                       {"id", "f-1"},
                                                       {"source", "/platform"}})}},
                    {"recipient", Value::map({{"person", "bo"},
                                              {"role", "assignee"},
                                              {"via", Value::List{"assignee"}},
                                              {"reasons", Value::List{"absent"}}})}});
    SampleConsole sample;
    const auto text = why_text({row, row}, sample.console);
    EXPECT_THAT(text, HasSubstr("Fordi."));
    EXPECT_THAT(text, HasSubstr("20-02-2024 10:10"));
    EXPECT_THAT(text, HasSubstr("fact id=f-1 source=/platform"));
    EXPECT_THAT(text, HasSubstr("assignee (absent)"));
    EXPECT_GT(text.rfind("Fordi."), text.find("Fordi."));
}

TEST(WhyNotText, NamesTheClauseInTheLanguageThatWasChosen) {
    const Value row = Value::map({{"text", Value::map({{"da", "Nej."}, {"en", "No."}})},
                                  {"code", "inhibited"},
                                  {"rule", "7.inhibition"},
                                  {"facts", Value::map({{"told", "bo"}})}});
    SampleConsole sample;
    EXPECT_THAT(why_not_text(row, sample.console), HasSubstr("Nej."));
    sample.console.language = domain::Language::english;
    const auto text = why_not_text(row, sample.console);
    EXPECT_THAT(text, HasSubstr("No."));
    EXPECT_THAT(text, HasSubstr("inhibited"));
    EXPECT_THAT(text, HasSubstr("told=bo"));
}

} // namespace
} // namespace klik::ctl
