#include "ctl/show_command.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using testing::HasSubstr;
using testing::Not;

Value sample_task() {
    return Value::map({{"municipality", "9999"},
                       {"number", 121850},
                       {"title", "Etabler projektorganisation"},
                       {"status", "not_started"},
                       {"status_label", "Ikke påbegyndt"},
                       {"colour", "green"},
                       {"responsible", nullptr},
                       {"assignee", "p1"},
                       {"due_date", "2024-03-04"},
                       {"blocked_by", Value::List{}},
                       {"blocks", Value::List{121851}},
                       {"revision", 1},
                       {"goal", "Målet med opgaven"},
                       {"history", ""},
                       {"files", nullptr},
                       {"next_run", "2024-02-19"},
                       {"cycle", Value::List{}},
                       {"unknown_prerequisites", Value::List{7}}});
}

TEST(ShowCommand, ShowsEveryFieldThatTheTaskHas) {
    SampleConsole sample;
    const std::string page = task_page(sample_task(), sample.console);
    EXPECT_THAT(page, testing::StartsWith("Etabler projektorganisation #121850\n\n"));
    EXPECT_THAT(page, HasSubstr("Deadline                Grøn\n"));
    EXPECT_THAT(page, HasSubstr("Ansvarlig               -\n"));
    EXPECT_THAT(page, HasSubstr("Slutdato                04-03-2024\n"));
    EXPECT_THAT(page, HasSubstr("Opgaver, der venter     #121851\n"));
    EXPECT_THAT(page, HasSubstr("Tilføjede filer         -\n"));
    EXPECT_THAT(page, HasSubstr("Ukendte forudsætninger  #7\n"));
    EXPECT_THAT(page, testing::EndsWith("\nMål\nMålet med opgaven"));
    EXPECT_THAT(page, Not(HasSubstr("Startdato"))) << "absent is not none";
    EXPECT_THAT(page, Not(HasSubstr("ring")));
}

TEST(ShowCommand, SpeaksEnglishOnDemand) {
    SampleConsole sample;
    sample.console.language = domain::Language::english;
    const std::string page = task_page(sample_task(), sample.console);
    EXPECT_THAT(page, HasSubstr("Due date"));
    EXPECT_THAT(page, HasSubstr("Green"));
}

TEST(ShowCommand, KeepsTheLinesOfProseAndLetsNoTextCommandTheTerminal) {
    SampleConsole sample;
    Value task = sample_task();
    task.set("title", "A\nB\x1b[2J");
    task.set("files", "plan.pdf\nSlutdato                01-01-2024");
    task.set("goal", "Første linje\nAnden\x07 linje");
    const std::string page = task_page(task, sample.console);
    EXPECT_THAT(page, testing::StartsWith("A B�[2J #121850\n\n"));
    EXPECT_THAT(page, HasSubstr("Tilføjede filer         plan.pdf\n"
                                "                        Slutdato                01-01-2024\n"))
        << "a value's second line is no line of the sheet";
    EXPECT_THAT(page, testing::EndsWith("\nMål\nFørste linje\nAnden� linje"));
    sample.console.colour = true;
    EXPECT_THAT(task_page(task, sample.console), HasSubstr("\x1b[32mGrøn\x1b[0m\n"));
}

TEST(ShowCommand, PutsNamesInPlaceOfIdsAndLeavesNone) {
    const Value task = with_names(sample_task(), People{});
    EXPECT_EQ(task["assignee"], Value{"p1"}) << "a person whose name is not known keeps the id";
    EXPECT_TRUE(task["responsible"].is_nil());
    EXPECT_EQ(task.find("start_date"), nullptr);
}

} // namespace
} // namespace klik::ctl
