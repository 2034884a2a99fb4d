#include "ctl/quarantine_command.hpp"

#include "client/value_bytes.hpp"
#include "ctl/base64.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/fact_sheet.hpp"
#include "ctl/json_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/local_time.hpp"
#include "ctl/question.hpp"
#include "ctl/table.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <functional>
#include <memory>

namespace klik::ctl {

namespace {

std::string count_text(const Value& value) {
    return std::to_string(value.count().value_or(0));
}

std::string text_or_dash(const Value& value) {
    return std::string{value.text().empty() ? std::string_view{"-"} : value.text()};
}

std::string payload_of(const Value& message) {
    std::string bytes;
    bytes.reserve(message["payload"].bytes().size());
    for (const std::byte byte : message["payload"].bytes()) {
        bytes += std::to_integer<char>(byte);
    }
    return bytes;
}

/// Of a payload that is not shown to its end nothing can be read.
bool is_whole(const Value& message) {
    return message["payload"].bytes().size() == message["bytes"].count().value_or(0);
}

/// As a hex dump shows bytes: 16 a line, with what is ASCII of them behind.
std::string hex_lines(std::string_view bytes) {
    constexpr std::size_t bytes_of_a_line = 16;
    constexpr std::size_t lines_shown = 32;
    std::string lines;
    for (std::size_t line = 0; line < lines_shown && line * bytes_of_a_line < bytes.size();
         ++line) {
        const auto part = bytes.substr(line * bytes_of_a_line, bytes_of_a_line);
        std::string digits;
        std::string letters;
        for (const char letter : part) {
            const auto byte = static_cast<unsigned char>(letter);
            digits += fmt::format("{:02x} ", byte);
            letters += byte >= 0x20 && byte < 0x7F ? letter : '.';
        }
        lines += fmt::format("{:06x}  {:<48} {}\n", line * bytes_of_a_line, digits, letters);
    }
    return lines;
}

std::string list_text(const std::vector<Value>& rows, const Console& console) {
    return rows.empty()
               ? fmt::format("{}\n", console.say("karantænen er tom", "the quarantine is empty"))
               : quarantine_table(rows, console);
}

int list(const Settings& settings, Console& console) {
    return show_rows({"quarantine"}, list_text, settings, console);
}

int show(std::uint64_t number, const Settings& settings, Console& console) {
    const auto rows = rows_of({"quarantine", Value::map({{"number", number}})}, settings, console);
    if (!rows) {
        return rows.error();
    }
    for (const Value& message : *rows) {
        fmt::print(console.out, "{}\n",
                   console.json ? to_json(quarantine_document(message))
                                : quarantine_page(message, console));
    }
    return exit_code::done;
}

int administer(std::string_view action, std::uint64_t number, const Settings& settings,
               Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return client.error();
    }
    const auto answer = client->admin(action, Value::map({{"number", number}}));
    if (!answer) {
        return report(answer.error(), console);
    }
    if (console.json) {
        fmt::print(console.out, "{}\n", to_json(*answer));
    } else if (action == "quarantine_drop") {
        fmt::print(console.out, "{} {} {}\n", console.say("meddelelse", "message"), number,
                   console.say("er slettet", "is dropped"));
    } else {
        const bool known = (*answer)["duplicate"].flag_or(false);
        fmt::print(console.out, "{} {} {}\n", console.say("meddelelse", "message"), number,
                   known ? console.say("var kendt i forvejen og er ude af karantænen",
                                       "was known already and has left the quarantine")
                         : console.say("er taget og ude af karantænen",
                                       "is taken and has left the quarantine"));
    }
    return exit_code::done;
}

/// A subcommand about one message.
void add_numbered(CLI::App& quarantine, Invocation& invocation, const std::string& name,
                  const std::string& help,
                  std::function<int(std::uint64_t, const Settings&, Console&)> work) {
    CLI::App* command = quarantine.add_subcommand(name, help);
    const auto number = std::make_shared<std::int64_t>();
    command->add_option("NUMBER", *number, "The message's number in the quarantine")
        ->required()
        ->check(CLI::PositiveNumber);
    command->fallthrough();
    command->callback([&invocation, number, work = std::move(work)] {
        invocation.run = [number, work](const Settings& settings, Console& console) {
            return work(static_cast<std::uint64_t>(*number), settings, console);
        };
    });
}

} // namespace

std::string quarantine_table(const std::vector<Value>& rows, const Console& console) {
    Table table{{{std::string{console.say("Nr.", "No.")}, Align::right},
                 {std::string{console.say("Modtaget", "Received")}},
                 {std::string{console.say("Gange", "Times")}, Align::right},
                 {std::string{console.say("Byte", "Bytes")}, Align::right},
                 {std::string{console.say("Fejl", "Error")}},
                 {std::string{console.say("Emne", "Topic")}},
                 {std::string{console.say("Forklaring", "Reason")}, Align::left, true}}};
    for (const Value& row : rows) {
        table.add({{count_text(row["number"]), Ink::plain},
                   {local_time_text(row["received"].text()), Ink::plain},
                   {count_text(row["times"]), Ink::plain},
                   {count_text(row["bytes"]), Ink::plain},
                   {std::string{error_label(row["code"].text(), console.language)}, Ink::plain},
                   {std::string{row["topic"].text()}, Ink::plain},
                   {std::string{row["reason"].text()}, Ink::plain}});
    }
    return table.text({console.colour, console.width_columns});
}

std::string quarantine_page(const Value& message, const Console& console) {
    FactSheet sheet;
    sheet.add(console.say("Nummer", "Number"), count_text(message["number"]));
    sheet.add(console.say("Fejl", "Error"),
              std::string{error_label(message["code"].text(), console.language)});
    sheet.add(console.say("Forklaring", "Reason"), text_or_dash(message["reason"]));
    sheet.add(console.say("Sted", "Place"), text_or_dash(message["path"]));
    sheet.add(console.say("Emne", "Topic"), text_or_dash(message["topic"]));
    sheet.add(console.say("Platform", "Platform"), text_or_dash(message["platform"]));
    sheet.add(console.say("Modtaget", "Received"), local_time_text(message["received"].text()));
    sheet.add(console.say("Senest set", "Last seen"), local_time_text(message["last_seen"].text()));
    sheet.add(console.say("Gange", "Times"), count_text(message["times"]));
    sheet.add(console.say("Rammer", "Frames"), count_text(message["frames"]));
    sheet.add(console.say("Byte", "Bytes"), count_text(message["bytes"]));
    const std::string payload = payload_of(message);
    const auto value = client::from_bytes(payload);
    std::string page = sheet.text() + "\n";
    page += value && is_whole(message) ? to_json(*value) : hex_lines(payload);
    page.resize(page.find_last_not_of('\n') + 1);
    return page;
}

Value quarantine_document(Value message) {
    const std::string payload = payload_of(message);
    const bool whole = is_whole(message);
    message.set("payload", base64(payload));
    if (auto value = client::from_bytes(payload); value && whole) {
        message.set("value", *std::move(value));
    }
    return message;
}

void add_quarantine_command(CLI::App& program, Invocation& invocation) {
    CLI::App* quarantine =
        program.add_subcommand("quarantine", "Messages of a platform that could not be taken");
    quarantine->require_subcommand(1);
    CLI::App* listing = quarantine->add_subcommand("list", "List what is kept");
    listing->fallthrough();
    listing->callback([&invocation] { invocation.run = list; });
    add_numbered(*quarantine, invocation, "show", "Show a message and what it says", show);
    add_numbered(*quarantine, invocation, "retry", "Take a message as if it had just come",
                 [](std::uint64_t number, const Settings& settings, Console& console) {
                     return administer("quarantine_retry", number, settings, console);
                 });
    add_numbered(*quarantine, invocation, "drop", "Remove a message for good",
                 [](std::uint64_t number, const Settings& settings, Console& console) {
                     return administer("quarantine_drop", number, settings, console);
                 });
}

} // namespace klik::ctl
