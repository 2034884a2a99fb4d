#include "ctl/history_command.hpp"

#include "ctl/event_line.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/local_time.hpp"
#include "ctl/task_number_option.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

namespace klik::ctl {

namespace {

int show_history(std::int64_t number, const Settings& settings, Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return client.error();
    }
    const auto rows = client->query("history", Value::map({{"number", number}}));
    if (!rows) {
        return report(rows.error(), console);
    }
    if (console.json) {
        fmt::print(console.out, "{}\n", to_json(Value::List{rows->begin(), rows->end()}));
        return exit_code::done;
    }
    for (const Value& row : *rows) {
        fmt::print(console.out, "{}  {:>8}  {}\n", local_time_text(row["time"].text()),
                   sequence_from_text(row["sequence"].text()).value_or(0),
                   event_words(row["type"].text(), row["data"], console));
    }
    return exit_code::done;
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
