#include "ctl/command_line.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/progress_command.hpp"
#include "unit/client/fake_control.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using client::FakeControl;
using testing::HasSubstr;
using testing::Not;

Value progress_row(Value phase, Value theme, Value percent, Value::List deadlines = {}) {
    return Value::map({{"row", phase.is_nil() ? "project" : "group"},
                       {"project", "DUBU 3.0"},
                       {"phase", std::move(phase)},
                       {"theme", std::move(theme)},
                       {"tasks", 12},
                       {"open", 9},
                       {"completed", 2},
                       {"completed_percent", std::move(percent)},
                       {"not_relevant", 1},
                       {"yellow", 2},
                       {"red", 1},
                       {"blocked", 3},
                       {"next_deadlines", std::move(deadlines)},
                       {"requests_waiting", 4},
                       {"requests_unanswered", 5}});
}

Value deadline() {
    return Value::map({{"due_date", "2024-03-04"},
                       {"number", 121850},
                       {"title", "Nedsæt en styregruppe"},
                       {"colour", "yellow"}});
}

TEST(ProgressCommand, ShowsASteeringGroupHowFarAProjectHasCome) {
    SampleConsole sample;
    EXPECT_EQ(progress_text({progress_row({}, {}, 18, {deadline()}),
                             progress_row("Opstart", "", 18, {deadline()})},
                            sample.console),
              "DUBU 3.0: 2 af 11 relevante opgaver er fuldført (18 %)\n"
              "Fase     Tema  Åbne  Blokeret  Gul  Rød  Fuldført     %  Ikke relevant  Næste frist"
              "  Afventer svar  Ubesvaret\n"
              "Opstart  -        9         3    2    1         2  18 %              1  04-03-2024 "
              "              4          5\n"
              "I alt             9         3    2    1         2  18 %              1  04-03-2024 "
              "              4          5\n"
              "\n"
              "Næste frister  Farve     Nr.  Opgave\n"
              "04-03-2024     Gul    121850  Nedsæt en styregruppe\n");
}

TEST(ProgressCommand, SaysNoShareWhereNothingIsRelevant) {
    SampleConsole sample;
    sample.console.language = domain::Language::english;
    const Value project = Value::map({{"row", "project"},
                                      {"project", ""},
                                      {"tasks", 1},
                                      {"not_relevant", 1},
                                      {"completed_percent", {}}});
    const auto text = progress_text({project}, sample.console);
    EXPECT_THAT(text, HasSubstr("Tasks without a project: no relevant tasks\n"));
    EXPECT_THAT(text, HasSubstr("No deadlines ahead."));
    EXPECT_THAT(text, Not(HasSubstr("0 %")));
    EXPECT_EQ(progress_text({}, sample.console), "No tasks.\n");
}

TEST(ProgressCommand, SpeaksOfOneTaskInTheSingular) {
    SampleConsole sample;
    const Value project = Value::map(
        {{"row", "project"}, {"project", "Aula"}, {"tasks", 1}, {"completed_percent", 0}});
    EXPECT_THAT(progress_text({project}, sample.console),
                HasSubstr("Aula: 0 af 1 relevant opgave er fuldført (0 %)\n"));
    sample.console.language = domain::Language::english;
    EXPECT_THAT(progress_text({project}, sample.console),
                HasSubstr("0 of 1 relevant task is completed"));
}

TEST(ProgressCommand, EachProjectHasItsOwnGroups) {
    SampleConsole sample;
    const auto text =
        progress_text({progress_row({}, {}, 0), progress_row("A", "B", 0), progress_row({}, {}, 0)},
                      sample.console);
    EXPECT_THAT(text, HasSubstr("\n\nDUBU 3.0: "));
    EXPECT_LT(text.find("A      B"), text.rfind("DUBU 3.0"));
}

TEST(ProgressCommand, ColoursOnlyWhatIsNotNought) {
    SampleConsole sample;
    sample.console.colour = true;
    EXPECT_THAT(progress_text({progress_row({}, {}, 18)}, sample.console), HasSubstr("\x1b[31m"));
    const Value calm = Value::map({{"row", "project"}, {"project", "X"}});
    EXPECT_THAT(progress_text({calm}, sample.console), Not(HasSubstr("\x1b[31m")));
}

TEST(ProgressCommand, AsksForOneProjectOrForTheTasksWithoutOne) {
    std::vector<Value> asked;
    FakeControl klikd{[&](const FakeControl::Question& question, const FakeControl::Reply& reply) {
        asked.push_back(question.map);
        reply.answer("result", Value::map({{"what", "projects"},
                                           {"at", sequence_text(1)},
                                           {"rows", Value::List{progress_row({}, {}, 18)}},
                                           {"next", ""}}));
    }};
    SampleConsole sample;
    for (const char* project : {"DUBU 3.0", "-"}) {
        const std::vector<const char*> words{"klikctl", "progress",  "--project",
                                             project,   "--control", klikd.endpoint().c_str()};
        EXPECT_EQ(run(static_cast<int>(words.size()), words.data(), {}, sample.console),
                  exit_code::done)
            << sample.err.str();
    }
    klikd.stop();
    ASSERT_EQ(asked.size(), 2U);
    EXPECT_EQ(asked[0]["project"].text(), "DUBU 3.0");
    EXPECT_TRUE(asked[0]["groups"].flag_or(false));
    EXPECT_TRUE(asked[1]["project"].is_text());
    EXPECT_EQ(asked[1]["project"].text(), "");
}

} // namespace
} // namespace klik::ctl
