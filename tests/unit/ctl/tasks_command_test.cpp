#include "ctl/tasks_command.hpp"
#include "unit/client/fake_control.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using client::FakeControl;

struct TasksCommand : testing::Test {
    FakeControl klikd{[](const FakeControl::Question&, const FakeControl::Reply& reply) {
        reply.answer(
            "result",
            Value::map({{"what", "person"},
                        {"at", sequence_text(1)},
                        {"rows", Value::List{Value::map({{"id", "p1"}, {"name", "Ulla Ås"}}),
                                             Value::map({{"id", "p2"}, {"name", ""}})}},
                        {"next", ""}}));
    }};
    Client client = Client::connect({.control = klikd.endpoint()}).value();
    People people = People::of(client).value();
    SampleConsole sample;
};

TEST_F(TasksCommand, AsksForEachFilterThatWasGiven) {
    TaskFilters filters;
    EXPECT_EQ(keys_of(filters, people).value(), Value::map());
    filters.status = "fuldført";
    filters.colour = "rød";
    filters.project = "DUBU 3.0";
    filters.phase = "Fase 1";
    filters.theme = "Ledelse";
    filters.priority = "Anbefalet opgave";
    filters.assignee = "ULLA ÅS";
    filters.responsible = "p2";
    filters.ready = false;
    filters.open = true;
    EXPECT_EQ(keys_of(filters, people).value(), Value::map({{"status", "fuldført"},
                                                            {"colour", "rød"},
                                                            {"project", "DUBU 3.0"},
                                                            {"phase", "Fase 1"},
                                                            {"theme", "Ledelse"},
                                                            {"priority", "Anbefalet opgave"},
                                                            {"assignee", "p1"},
                                                            {"responsible", "p2"},
                                                            {"ready", false},
                                                            {"open", true}}));
}

TEST_F(TasksCommand, SaysThatNoTaskNamesAPerson) {
    TaskFilters filters;
    filters.assignee = "Nobody";
    const auto keys = keys_of(filters, people);
    ASSERT_FALSE(keys);
    EXPECT_THAT(keys.error().text, testing::HasSubstr("Nobody"));
}

TEST_F(TasksCommand, ShowsNamesDanishDatesAndTheColourWord) {
    const std::vector<Value> rows{Value::map({{"number", 130101},
                                              {"title", "Etabler organisation"},
                                              {"status", "in_progress"},
                                              {"status_label", "Påbegyndt"},
                                              {"colour", "red"},
                                              {"due_date", "2024-03-04"},
                                              {"assignee", "p1"},
                                              {"blocked_by", Value::List{130100}}}),
                                  Value::map({{"number", 130102},
                                              {"title", "Uddan"},
                                              {"status", "not_started"},
                                              {"status_label", "Ikke påbegyndt"},
                                              {"colour", "none"},
                                              {"due_date", nullptr},
                                              {"assignee", "p2"},
                                              {"blocked_by", Value::List{}}})};
    EXPECT_EQ(
        tasks_table(rows, people, sample.console),
        "   Nr.  Farve  Status          Frist       Opgave                Udfører  Venter på\n"
        "130101  Rød    Påbegyndt       04-03-2024  Etabler organisation  Ulla Ås  #130100\n"
        "130102  -      Ikke påbegyndt  -           Uddan                 p2       -\n");
    sample.console.language = domain::Language::english;
    EXPECT_THAT(tasks_table(rows, people, sample.console), testing::HasSubstr("Red"));
}

} // namespace
} // namespace klik::ctl
