#include "ctl/exit_code.hpp"
#include "ctl/health_command.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using testing::HasSubstr;

Value finding(const char* subject, const char* state, Value counters = Value::map()) {
    return Value::map({{"subject", subject},
                       {"state", state},
                       {"text", "in words"},
                       {"text_da", "med ord"},
                       {"counters", std::move(counters)}});
}

TEST(HealthCommand, SaysInWordsWhatIsWellAndWhatIsNot) {
    SampleConsole sample;
    const std::vector<Value> rows{finding("journal", "failed", Value::map({{"records", 5}})),
                                  finding("clock", "warning"), finding("weather", "ok")};
    EXPECT_EQ(health_text(rows, sample.console), "Tilstand  Hvad     Fund\n"
                                                 "Fejl      Journal  med ord (poster 5)\n"
                                                 "Advarsel  Ur       med ord\n"
                                                 "I orden   weather  med ord\n");
    sample.console.language = domain::Language::english;
    EXPECT_THAT(health_text(rows, sample.console), HasSubstr("Failed   Journal  in words"));
}

TEST(HealthCommand, SaysOfAPluginWhichProcessItIsAndHowOftenItWasStartedAgain) {
    SampleConsole sample;
    const Value counters = Value::map({{"process", 4711}, {"restarts", 2}});
    EXPECT_THAT(health_text({finding("plugin", "ok", counters)}, sample.console),
                HasSubstr("(proces 4711, genstarter 2)"));
}

TEST(HealthCommand, AnOlderKlikdSpeaksEnglish) {
    SampleConsole sample;
    const Value row = Value::map({{"subject", "clock"}, {"state", "ok"}, {"text", "real time"}});
    EXPECT_THAT(health_text({row}, sample.console), HasSubstr("Ur    real time"));
}

TEST(HealthCommand, SaysTimesAsTheyAreHere) {
    SampleConsole sample;
    Value row = finding("clock", "warning");
    row.set("text_da", "2024-02-19T07:00:00Z, før journalens 2024-07-01T07:00:00Z: tiden");
    EXPECT_THAT(health_text({row}, sample.console),
                HasSubstr("19-02-2024 08:00, før journalens 01-07-2024 09:00: tiden\n"));
}

TEST(HealthCommand, ItsExitCodeTellsAFailureFromAWarning) {
    EXPECT_EQ(health_code({finding("journal", "ok"), finding("clock", "warning")}),
              exit_code::done);
    EXPECT_EQ(health_code({finding("journal", "failed"), finding("clock", "ok")}),
              exit_code::refused_input);
}

} // namespace
} // namespace klik::ctl
