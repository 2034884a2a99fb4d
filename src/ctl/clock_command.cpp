#include "ctl/clock_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/local_time.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <memory>

namespace klik::ctl {

namespace {

/// Years may pass in one step.
constexpr std::chrono::minutes patience{30};

struct ClockReading {
    std::string now;
    bool is_virtual = false;
};

/// From the row `clock` of `query health`: `virtual 2024-02-01T07:00:00Z`.
Result<ClockReading> read_clock(Client& client) {
    const auto rows = client.query("health");
    if (!rows) {
        return std::unexpected(rows.error());
    }
    for (const Value& row : *rows) {
        const std::string_view text = row["text"].text();
        const auto blank = text.find(' ');
        if (row["subject"].text() == "clock" && blank != std::string_view::npos) {
            const bool is_virtual = text.substr(0, blank) == "virtual";
            const bool is_real = text.substr(0, blank) == "real";
            return ClockReading{std::string{is_virtual || is_real ? text.substr(blank + 1) : text},
                                is_virtual};
        }
    }
    return std::unexpected(Error{"unreadable", "klikd does not say what time it is"});
}

Result<ClockReading> advance(Client& client, domain::UtcTime to) {
    auto now = client.advance_clock(domain::rfc3339(to), patience);
    if (!now) {
        return std::unexpected(std::move(now.error()));
    }
    return ClockReading{*std::move(now), true};
}

int clock(std::optional<domain::UtcTime> advance_to, const Settings& settings, Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return client.error();
    }
    const auto reading = advance_to ? advance(*client, *advance_to) : read_clock(*client);
    if (!reading) {
        return report(reading.error(), console);
    }
    if (console.json) {
        fmt::print(console.out, "{}\n",
                   to_json(Value::map({{"now", reading->now}, {"virtual", reading->is_virtual}})));
    } else {
        fmt::print(console.out, "{}{}\n", local_time_text(reading->now),
                   reading->is_virtual ? console.say(" (virtuelt ur)", " (virtual clock)") : "");
    }
    return exit_code::done;
}

} // namespace

void add_clock_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command =
        program.add_subcommand("clock", "Show klikd's time, or advance a virtual clock");
    const auto advance_to = std::make_shared<std::optional<domain::UtcTime>>();
    command->add_option_function<std::string>(
        "ADVANCE_TO",
        [advance_to](const std::string& text) {
            *advance_to = time_from_text(text);
            if (!*advance_to) {
                throw CLI::ValidationError{
                    "ADVANCE_TO", "'" + text +
                                      "' is no time; write 2024-02-19T08:00:00+01:00, or a local "
                                      "time as '19-02-2024 08:00' or 2024-02-19"};
            }
        },
        "The time to advance to");
    command->callback([&invocation, advance_to] {
        invocation.run = [advance_to](const Settings& settings, Console& console) {
            return clock(*advance_to, settings, console);
        };
    });
}

} // namespace klik::ctl
