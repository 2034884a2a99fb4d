#include "ctl/losses_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/local_time.hpp"
#include "ctl/question.hpp"
#include "ctl/table.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <memory>

namespace klik::ctl {

namespace {

struct Period {
    std::string from;
    std::string until;
};

std::string number_text(const Value& sequence) {
    const auto number = sequence_from_text(sequence.text());
    return number ? std::to_string(*number) : "?";
}

std::string source_line(const Value& row, const Console& console) {
    const bool complete = row["complete"].flag_or(false);
    return fmt::format("{}: {} ({} {})\n", row["source"].text(),
                       complete ? console.say("fuldstændig", "complete")
                                : console.say("ikke fuldstændig", "not complete"),
                       console.say("kendt siden", "known since"),
                       local_time_text(row["known_since"].text()));
}

Cell gap_state_cell(const Value& gap, const Console& console) {
    if (gap["closed"].is_nil()) {
        return {std::string{console.say("mangler", "missing")}, Ink::red};
    }
    const auto how = gap["how"].text() == "covered" ? console.say("dækket", "covered")
                                                    : console.say("udfyldt", "filled");
    return {fmt::format("{} {}", how, local_time_text(gap["closed"].text()))};
}

int show_losses(const Period& period, const Settings& settings, Console& console) {
    Value keys = Value::map();
    for (const auto& [key, text] : {std::pair{"from", &period.from}, {"until", &period.until}}) {
        if (text->empty()) {
            continue;
        }
        const auto time = time_from_text(*text);
        if (!time) {
            fmt::print(console.err, "klikctl: --{} {}: {}\n", key, *text,
                       console.say("ikke et tidspunkt som 2024-02-19 eller 19-02-2024 08:00",
                                   "not a time such as 2024-02-19 or 19-02-2024 08:00"));
            return exit_code::usage;
        }
        keys.set(key, domain::rfc3339(*time));
    }
    return show_rows({"losses", keys}, losses_text, settings, console);
}

} // namespace

std::string losses_text(const std::vector<Value>& rows, const Console& console) {
    std::string text;
    Table gaps{{{std::string{console.say("Kilde", "Source")}, Align::left, true},
                {std::string{console.say("Fra nr.", "First")}, Align::right},
                {std::string{console.say("Til nr.", "Last")}, Align::right},
                {std::string{console.say("Siden", "Since")}},
                {std::string{console.say("Opdaget", "Noticed")}},
                {std::string{console.say("Tilstand", "State")}}}};
    bool any = false;
    for (const Value& row : rows) {
        if (row["row"].text() == "source") {
            text += source_line(row, console);
            continue;
        }
        any = true;
        gaps.add({{std::string{row["source"].text()}},
                  {number_text(row["first"])},
                  {number_text(row["last"])},
                  {local_time_text(row["since"].text())},
                  {local_time_text(row["noticed"].text())},
                  gap_state_cell(row, console)});
    }
    if (rows.empty()) {
        text +=
            fmt::format("{}\n", console.say("ingen platform har nummereret sine meddelelser endnu",
                                            "no platform has counted its messages yet"));
    }
    return any ? text + '\n' + gaps.text({console.colour, console.width_columns}) : text;
}

void add_losses_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command = program.add_subcommand(
        "losses", "Whether all that the platforms told has come, and what is missing");
    const auto period = std::make_shared<Period>();
    command->add_option("--from", period->from, "Begin of the period")->type_name("TIME");
    command->add_option("--until", period->until, "End of the period")->type_name("TIME");
    command->callback([&invocation, period] {
        invocation.run = [period](const Settings& settings, Console& console) {
            return show_losses(*period, settings, console);
        };
    });
}

} // namespace klik::ctl
