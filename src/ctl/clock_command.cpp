#include "ctl/clock_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/local_time.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <algorithm>
#include <memory>

namespace klik::ctl {

namespace {

/// Years may pass in one step.
constexpr std::chrono::minutes patience_of_years{30};

Result<ClockReading> read_clock(Client& client) {
    const auto rows = client.query("health");
    if (!rows) {
        return std::unexpected(rows.error());
    }
    for (const Value& row : *rows) {
        if (row["subject"].text() == "clock") {
            if (auto reading = clock_from_health(row["text"].text())) {
                return *std::move(reading);
            }
        }
    }
    return std::unexpected(Error{"unreadable", "klikd does not say what time it is"});
}

Result<ClockReading> advance(Client& client, domain::UtcTime to) {
    auto now = client.advance_clock(domain::rfc3339(to), patience_of_years);
    if (!now) {
        return std::unexpected(std::move(now.error()));
    }
    return ClockReading{.now = *std::move(now), .is_virtual = true, .journal = {}};
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
        Value document = Value::map({{"now", reading->now}, {"virtual", reading->is_virtual}});
        if (!reading->journal.empty()) {
            document.set("journal", reading->journal);
        }
        fmt::print(console.out, "{}\n", to_json(document));
    } else {
        fmt::print(console.out, "{}{}\n", local_time_text(reading->now),
                   reading->is_virtual ? console.say(" (virtuelt ur)", " (virtual clock)") : "");
        if (!reading->journal.empty()) {
            fmt::print(console.out, "{} {}\n",
                       console.say("Tiden står stille, til uret når journalens:",
                                   "Time stands still until the clock reaches the journal's:"),
                       local_time_text(reading->journal));
        }
    }
    return exit_code::done;
}

} // namespace

std::optional<ClockReading> clock_from_health(std::string_view text) {
    ClockReading reading{.now = {}, .is_virtual = text.starts_with("virtual "), .journal = {}};
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.ends_with(',') || word.ends_with(':')) {
            word.remove_suffix(1);
        }
        if (domain::utc_from_rfc3339(word)) {
            (reading.now.empty() ? reading.now : reading.journal) = word;
        }
    }
    return reading.now.empty() ? std::nullopt : std::optional{std::move(reading)};
}

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
