#include "ctl/why_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/fact_sheet.hpp"
#include "ctl/labels.hpp"
#include "ctl/local_time.hpp"
#include "ctl/question.hpp"
#include "ctl/task_number_option.hpp"
#include "domain/civil_time.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <ranges>
#include <set>

namespace klik::ctl {

namespace {

/// klikd reads its journal from the beginning, one such question after the other.
constexpr std::chrono::minutes patience{10};

std::string joined(const Value& texts, const Value& reasons) {
    std::string all;
    for (std::size_t i = 0; i < texts.list().size(); ++i) {
        const std::string_view why =
            i < reasons.list().size() ? reasons.list()[i].text() : std::string_view{"vacant"};
        all += fmt::format("{}{} ({})", all.empty() ? "" : ", ", texts.list()[i].text(), why);
    }
    return all.empty() ? "-" : all;
}

std::string facts_text(const Value& facts) {
    std::string all;
    for (const auto& [name, value] : facts.entries()) {
        all += fmt::format("{}{}={}", all.empty() ? "" : ", ", name, value.text());
    }
    return all;
}

std::string cause_text(const Value& cause) {
    std::string text =
        fmt::format("{} {}", local_time_text(cause["time"].text()), cause["what"].text());
    for (const char* key : {"id", "source", "request", "via"}) {
        if (const Value* value = cause.find(key)) {
            text += fmt::format(" {}={}", key, value->text());
        }
    }
    return text;
}

std::string item_text(const Value& row, const People& people, const Console& console) {
    const Value& recipient = row["recipient"];
    FactSheet sheet;
    sheet.add(console.say("Besked", "Notice"),
              std::string{row["notice"][console.say("da", "en")].text()});
    sheet.add(console.say("Nøgle", "Key"), std::string{row["key"].text()});
    sheet.add(console.say("Regel", "Rule"), std::string{row["rule"].text()});
    sheet.add(console.say("Fakta", "Facts"), facts_text(row["facts"]));
    for (const Value& cause : row["causes"].list()) {
        sheet.add(console.say("Årsag", "Cause"), cause_text(cause));
    }
    sheet.add(console.say("Modtager", "Recipient"),
              fmt::format("{}, {}", people.name_and_id(recipient["person"].text()),
                          recipient["role"].text()));
    sheet.add(console.say("Spurgt før", "Asked before"),
              joined(recipient["via"], recipient["reasons"]));
    return fmt::format("{}\n\n{}",
                       people.named_in(row["text"][console.say("da", "en")].text(),
                                       {std::string{recipient["person"].text()}}),
                       sheet.text());
}

/// Those whom the clause looked at; of several the ids stand in a list.
std::set<std::string, std::less<>> people_in(const Value& row) {
    std::set<std::string, std::less<>> ids{std::string{row["person"].text()}};
    for (const char* fact : {"told", "by"}) {
        for (const auto id : std::views::split(row["facts"][fact].text(), std::string_view{", "})) {
            ids.emplace(id.begin(), id.end());
        }
    }
    return ids;
}

/// A key has slashes; all else is an event's id or its sequence.
int show_why(const std::string& notice, const Settings& settings, Console& console) {
    auto connected = connect_with_people(settings, console);
    if (!connected) {
        return connected.error();
    }
    const char* const kind = notice.find('/') == std::string::npos ? "event" : "key";
    const auto rows = connected->client.query("why", Value::map({{kind, notice}}));
    if (!rows) {
        return report(rows.error(), console);
    }
    print_rows(
        *rows,
        [&](const auto& items, const Console& reader) {
            return why_text(items, connected->people, reader);
        },
        console);
    return exit_code::done;
}

struct WhyNot {
    std::string person;
    std::string on;
};

int show_why_not(std::int64_t number, const WhyNot& asked, const Settings& settings,
                 Console& console) {
    auto connected = connect_with_people(settings, console);
    if (!connected) {
        return connected.error();
    }
    const auto person = connected->people.id_of_somebody(asked.person);
    if (!person) {
        return report(person.error(), console);
    }
    Value keys = Value::map({{"number", number}, {"person", *person}});
    if (!asked.on.empty()) {
        const auto danish = domain::date_from_danish(asked.on);
        keys.set("on", danish ? domain::iso_date(*danish) : asked.on);
    }
    const auto rows = connected->client.query("why_not", keys, patience);
    if (!rows) {
        return report(rows.error(), console);
    }
    print_rows(
        *rows,
        [&](const auto& answer, const Console& reader) {
            return answer.empty() ? "" : why_not_text(answer.front(), connected->people, reader);
        },
        console);
    return exit_code::done;
}

} // namespace

std::string why_text(const std::vector<Value>& rows, const People& people, const Console& console) {
    std::string text;
    for (const Value& row : rows) {
        text += (text.empty() ? "" : "\n") + item_text(row, people, console);
    }
    return text;
}

std::string why_not_text(const Value& row, const People& people, const Console& console) {
    FactSheet sheet;
    sheet.add(console.say("Afgørende", "Decided by"), std::string{row["code"].text()});
    sheet.add(console.say("Regel", "Rule"), std::string{row["rule"].text()});
    sheet.add(console.say("Fakta", "Facts"), facts_text(row["facts"]));
    return fmt::format("{}\n\n{}",
                       people.named_in(row["text"][console.say("da", "en")].text(), people_in(row)),
                       sheet.text());
}

void add_why_commands(CLI::App& program, Invocation& invocation) {
    CLI::App* why = program.add_subcommand("why", "Say why a notice was sent");
    const auto notice = std::make_shared<std::string>();
    why->add_option("NOTIFICATION", *notice, "Id or sequence of the event, or key of an item")
        ->required();
    why->callback([&invocation, notice] {
        invocation.run = [notice](const Settings& settings, Console& console) {
            return show_why(*notice, settings, console);
        };
    });

    CLI::App* why_not =
        program.add_subcommand("why-not", "Say why a person was not told of a task on a day");
    const auto number = add_task_number(*why_not);
    const auto asked = std::make_shared<WhyNot>();
    why_not->add_option("PERSON", asked->person, "Name or id")->required();
    why_not->add_option("--on", asked->on, "The day; today without it")->type_name("DATE");
    why_not->callback([&invocation, number, asked] {
        invocation.run = [number, asked](const Settings& settings, Console& console) {
            return show_why_not(*number, *asked, settings, console);
        };
    });
}

} // namespace klik::ctl
