#include "ctl/history_command.hpp"

#include "ctl/event_line.hpp"
#include "ctl/local_time.hpp"
#include "ctl/question.hpp"
#include "ctl/task_number_option.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace klik::ctl {

namespace {

std::string history_text(const std::vector<Value>& rows, const People& people,
                         const Console& console) {
    std::string text;
    for (const Value& row : rows) {
        text += fmt::format("{}  {:>8}  {}\n", local_time_text(row["time"].text()),
                            sequence_from_text(row["sequence"].text()).value_or(0),
                            event_words(row["type"].text(), row["data"], people, console));
    }
    return text;
}

int show_history(std::int64_t number, const Settings& settings, Console& console) {
    return show_rows_by_name({"history", Value::map({{"number", number}})}, history_text, settings,
                             console);
}

} // namespace

void add_history_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command =
        program.add_subcommand("history", "Show what the journal holds about a task");
    const auto number = add_task_number(*command);
    command->callback([&invocation, number] {
        invocation.run = [number](const Settings& settings, Console& console) {
            return show_history(*number, settings, console);
        };
    });
}

} // namespace klik::ctl
