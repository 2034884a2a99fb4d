#include "ctl/why_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/fact_sheet.hpp"
#include "ctl/fact_words.hpp"
#include "ctl/labels.hpp"
#include "ctl/local_time.hpp"
#include "ctl/question.hpp"
#include "ctl/task_number_option.hpp"
#include "domain/civil_time.hpp"
#include "domain/role.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <ranges>
#include <set>

namespace klik::ctl {

namespace {

/// klikd reads its journal from the beginning, one such question after the other.
constexpr std::chrono::minutes patience_of_why_not{10};

/// `20-02-2024 10:00 faktum f-1 fra /platform via platform`
std::string cause_text(const Value& cause, const Console& console) {
    std::string text = fmt::format("{} {}", local_time_text(cause["time"].text()),
                                   cause_label(cause["what"].text(), console.language));
    for (const auto& [key, before] :
         {std::pair{"id", std::string_view{}}, std::pair{"source", console.say("fra ", "of ")},
          std::pair{"request", std::string_view{}}, std::pair{"via", std::string_view{"via "}}}) {
        if (const Value* value = cause.find(key)) {
            text += fmt::format(" {}{}", before, value->text());
        }
    }
    return text;
}

std::string role_text(const Value& recipient, const Console& console) {
    const auto role =
        domain::title(domain::Role{std::string{recipient["role"].text()}}, console.language);
    return recipient["deputy"].flag_or(false)
               ? fmt::format("{} {}", console.say("stedfortræder for", "deputy of"), role)
               : role;
}

std::string item_text(const Value& row, const People& people, const Console& console) {
    const Value& recipient = row["recipient"];
    FactSheet sheet;
    sheet.add(console.say("Besked", "Notice"),
              std::string{row["notice"][console.say("da", "en")].text()});
    sheet.add(console.say("Nøgle", "Key"), std::string{row["key"].text()});
    sheet.add(console.say("Regel", "Rule"), std::string{row["rule"].text()});
    sheet.add(console.say("Fakta", "Facts"), facts_text(row["facts"], "\n", people, console));
    for (const Value& cause : row["causes"].list()) {
        sheet.add(console.say("Årsag", "Cause"), cause_text(cause, console));
    }
    sheet.add(console.say("Modtager", "Recipient"),
              fmt::format("{}, {}", people.name_and_id(recipient["person"].text()),
                          role_text(recipient, console)));
    sheet.add(console.say("Spurgt før", "Asked before"),
              asked_text(recipient["via"], recipient["reasons"], console));
    return fmt::format("{}\n\n{}",
                       people.named_in(row["text"][console.say("da", "en")].text(),
                                       {std::string{recipient["person"].text()}}),
                       sheet.text());
}

/// Those whom the clause looked at; of several the ids stand in a list.
std::set<std::string, std::less<>> people_of_row(const Value& row) {
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
    const char* const kind = notice.find('/') == std::string::npos ? "event" : "key";
    return show_rows_by_name({"why", Value::map({{kind, notice}})}, why_text, settings, console);
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
    const auto rows = connected->client.query("why_not", keys, patience_of_why_not);
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
    sheet.add(console.say("Afgørende", "Decided by"),
              std::string{silence_label(row["code"].text(), console.language)});
    sheet.add(console.say("Regel", "Rule"), std::string{row["rule"].text()});
    sheet.add(console.say("Fakta", "Facts"), facts_text(row["facts"], "\n", people, console));
    return fmt::format(
        "{}\n\n{}",
        people.named_in(row["text"][console.say("da", "en")].text(), people_of_row(row)),
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
