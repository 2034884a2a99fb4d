#include "ctl/person_command.hpp"

#include "ctl/danish_order.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/question.hpp"
#include "ctl/table.hpp"
#include "ctl/terminal_text.hpp"
#include "ctl/typed_value.hpp"
#include "domain/role.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace klik::ctl {

namespace {

struct Words {
    std::string person;
    std::string by;
};

int nobody(const std::string& word, Console& console) {
    fmt::print(console.err, "klikctl: {}: {}\n", word,
               console.say("ingen har dette id eller navn; klikctl person viser alle",
                           "nobody has this id or name; klikctl person lists all"));
    return exit_code::refused_input;
}

int show_people(const Words& words, const Settings& settings, Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return client.error();
    }
    Value keys = Value::map();
    if (!words.person.empty()) {
        const auto people = People::of(*client);
        if (!people) {
            return report(people.error(), console);
        }
        const auto id = people->id_of(words.person);
        if (!id) {
            return report(id.error(), console);
        }
        if (!*id) {
            return nobody(words.person, console);
        }
        keys.set("id", **id);
    }
    const auto rows = client->query("person", keys);
    if (!rows) {
        return report(rows.error(), console);
    }
    print_rows(*rows, people_table, console);
    return exit_code::done;
}

std::string same_person_text(const std::string& name_and_id, const Console& console) {
    return fmt::format(
        "{}, {}; {}", console.say("GAMMEL og NY er den samme person", "OLD and NEW are one person"),
        name_and_id,
        console.say("NY skal være den, der overtager", "NEW has to be who takes over"));
}

/// Words that no part of the command takes, most often a misspelt `replace` or a name in two words.
int too_many_words(bool of_a_subcommand, const std::string& word, Console& console) {
    fmt::print(console.err, "klikctl: '{}' {}; {}\n", word,
               of_a_subcommand
                   ? console.say("er et ord for meget", "is a word too many")
                   : console.say("er ingen kommando under person", "is no command of person"),
               console.say("skriv klikctl person replace GAMMEL NY, klikctl person erase ID eller "
                           "klikctl person NAVN, og et navn i flere ord i anførselstegn",
                           "write klikctl person replace OLD NEW, klikctl person erase ID or "
                           "klikctl person NAME, and a name of several words in quotes"));
    return exit_code::usage;
}

/// Tasks that KLIK could not be asked to change, with where that is to be done.
std::string refused_text(const Value& refused, const Console& console) {
    Value::List in_klik;
    Value::List own;
    for (const Value& number : refused.list()) {
        (number.whole().value_or(0) < 0 ? own : in_klik).push_back(number);
    }
    std::string text;
    if (!in_klik.empty()) {
        text += fmt::format("{}: {}\n",
                            console.say("Kunne ikke ændres og må rettes i KLIK",
                                        "Could not be asked for, to be changed in KLIK"),
                            numbers_text(Value{std::move(in_klik)}));
    }
    if (!own.empty()) {
        text += fmt::format("{}: {}\n",
                            console.say("Kommunens egne, som rettes med klikctl local change",
                                        "The municipality's own, to be changed with klikctl local "
                                        "change"),
                            numbers_text(Value{std::move(own)}));
    }
    return text;
}

int replace(const Words& words, const Settings& settings, Console& console) {
    auto connected = connect_with_people(settings, console);
    if (!connected) {
        return connected.error();
    }
    auto& [client, people] = *connected;
    const auto person = people.id_of(words.person);
    if (!person) {
        return report(person.error(), console);
    }
    if (!*person) {
        return nobody(words.person, console);
    }
    const auto by = person_value(words.by, people);
    if (!by) {
        return report(by.error(), console);
    }
    if (by->text() == **person) {
        fmt::print(console.err, "klikctl: {}\n",
                   same_person_text(people.name_and_id(**person), console));
        return exit_code::refused_input;
    }
    const auto answer =
        client.admin("replace_person", Value::map({{"person", **person}, {"by", *by}}));
    if (!answer) {
        return report(answer.error(), console);
    }
    if (console.json) {
        fmt::print(console.out, "{}\n", to_json(*answer));
        return exit_code::done;
    }
    fmt::print(console.out, "{} {} {}.\n", words.person,
               console.say("er erstattet af", "is replaced by"), words.by);
    fmt::print(
        console.out, "{}: {}\n",
        console.say("Opgaver, som KLIK er bedt om at ændre", "Tasks that KLIK is asked to change"),
        (*answer)["requested"].whole().value_or(0));
    fmt::print(console.out, "{}", refused_text((*answer)["refused"], console));
    return exit_code::done;
}

int erase(const Words& words, const Settings& settings, Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return client.error();
    }
    const auto answer =
        client->admin("erase_person", Value::map({{"person", Value{words.person}}}));
    if (!answer) {
        return report(answer.error(), console);
    }
    fmt::print(console.out, "{}",
               console.json ? to_json(*answer) + '\n' : erasure_text(*answer, console));
    return exit_code::done;
}

int show_roles(const Settings& settings, Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return client.error();
    }
    const auto rows = client->query("roles");
    if (!rows) {
        return report(rows.error(), console);
    }
    if (console.json) {
        fmt::print(console.out, "{}\n", to_json(*rows));
        return exit_code::done;
    }
    const auto people = People::of(*client);
    if (!people) {
        return report(people.error(), console);
    }
    fmt::print(console.out, "{}", roles_table(*rows, *people, console));
    return exit_code::done;
}

std::string remarks(const Value& row, const People& people, const Console& console) {
    std::string text;
    const auto add = [&](bool holds, std::string_view danish, std::string_view english) {
        if (holds) {
            text += text.empty() ? "" : ", ";
            text += console.say(danish, english);
        }
    };
    add(row["primary"].flag_or(false), "primær", "primary");
    add(row["absent"].flag_or(false), "fraværende", "away");
    add(row["bounced"].flag_or(false), "post kom retur", "mail came back");
    add(row["left"].flag_or(false), "slettet", "erased");
    add(!row["addressed"].flag_or(false), "ingen adresse", "no address");
    if (!row["replaced_by"].is_nil()) {
        text += text.empty() ? "" : ", ";
        text += fmt::format("{} {}", console.say("erstattet af", "replaced by"),
                            people.name_of(row["replaced_by"].text()));
    }
    return text;
}

} // namespace

std::string people_table(const std::vector<Value>& rows, const Console& console) {
    Table table{{{"Id"},
                 {std::string{console.say("Navn", "Name")}},
                 {std::string{console.say("E-post", "E-mail")}},
                 {std::string{console.say("Sprog", "Language")}}}};
    std::vector<Value> sorted = rows;
    std::ranges::stable_sort(sorted, {}, [](const Value& row) {
        const std::string_view name = row["name"].text();
        return std::pair{name.empty(), danish_sort_key(name)};
    });
    for (const Value& row : sorted) {
        table.add({{std::string{row["id"].text()}},
                   {std::string{row["name"].text()}},
                   {std::string{row["email"].text()}},
                   {std::string{row["language"].text()}}});
    }
    return table.text({console.colour, console.width_columns});
}

std::string roles_table(const std::vector<Value>& rows, const People& people,
                        const Console& console) {
    Table table{{{std::string{console.say("Rolle", "Role")}},
                 {std::string{console.say("Person", "Person")}},
                 {std::string{console.say("Stedfortræder for", "Deputy of")}},
                 {std::string{console.say("Projekter", "Projects")}, Align::left, true},
                 {std::string{console.say("Bemærkning", "Remark")}, Align::left, true}}};
    for (const Value& row : rows) {
        const Value& projects = row["projects"];
        table.add({{domain::title(domain::Role{std::string{row["role"].text()}}, console.language)},
                   {people.name_of(row["person"].text())},
                   {row["deputy_of"].is_nil() ? "-" : people.name_of(row["deputy_of"].text())},
                   {projects.list().empty() ? std::string{console.say("alle", "all")}
                                            : texts_text(projects)},
                   {remarks(row, people, console)}});
    }
    return table.text({console.colour, console.width_columns});
}

std::string erasure_text(const Value& answer, const Console& console) {
    std::string text = fmt::format(
        "{}: {}\n", console.say("Navn og adresse er slettet for", "Name and address are erased of"),
        terminal_line(texts_text(answer["persons"])));
    text += fmt::format(
        "{}\n",
        console.say("Sider, der er gemt før i dag, har stadig navnet; importer dem ikke igen, "
                    "ellers kommer det tilbage som en ny person.",
                    "Pages saved before today still hold the name; do not import them again, or "
                    "it comes back as a new person."));
    if (const auto dropped = answer["dropped"].whole().value_or(0); dropped > 0) {
        text += fmt::format("{}: {}\n",
                            console.say("Meddelelser fjernet fra karantænen",
                                        "Messages removed from the quarantine"),
                            dropped);
    }
    if (const Value& tasks = answer["tasks"]; !tasks.list().empty()) {
        text += fmt::format("{}: {}\n",
                            console.say("Navnet står stadig i teksten på opgaverne, hvor KLIK "
                                        "har det fra",
                                        "The name still stands in the texts of tasks, which come "
                                        "from KLIK"),
                            numbers_text(tasks));
    }
    if (const Value& open = answer["open_tasks"]; !open.list().empty()) {
        text += fmt::format(
            "{}: {}\n{}\n",
            console.say("Åbne opgaver, som ingen har overtaget",
                        "Open tasks that nobody has taken over"),
            numbers_text(open),
            console.say("Giv dem til en anden med klikctl person replace ID NY; til da går "
                        "beskeder om dem videre. Gør det helst, før nogen slettes.",
                        "Hand them over with klikctl person replace ID NEW; until then notices of "
                        "them are passed on. It is best done before somebody is erased."));
    }
    if (answer["in_roles_file"].flag_or(false)) {
        text += fmt::format("{}\n",
                            console.say("Filen med roller nævner personen; ret den, ellers "
                                        "kommer navnet tilbage.",
                                        "The file of roles names the person; correct it, or the "
                                        "name comes back."));
    }
    return text;
}

void add_person_command(CLI::App& program, Invocation& invocation) {
    CLI::App* person = program.add_subcommand("person", "People: names, replacement, erasure");
    const auto words = std::make_shared<Words>();
    const auto loose = std::make_shared<std::vector<std::string>>();
    person->add_option("PERSON", *loose, "An id or a name; all people without it")
        ->type_name("")
        ->expected(0, -1);
    person->require_subcommand(0, 1);
    person->fallthrough();
    const auto add = [&](const std::string& name, const std::string& help,
                         int (*work)(const Words&, const Settings&, Console&)) {
        CLI::App* command = person->add_subcommand(name, help);
        command->fallthrough();
        command->callback([&invocation, words, work] {
            invocation.run = [words, work](const Settings& settings, Console& console) {
                return work(*words, settings, console);
            };
        });
        return command;
    };
    CLI::App* replacing = add("replace", "Replace who leaves, in roles and on open tasks", replace);
    replacing->add_option("OLD", words->person, "Who leaves: an id or a name")->required();
    replacing->add_option("NEW", words->by, "Who takes over: an id or a name, also a new one")
        ->required();
    CLI::App* erasing = add("erase", "Erase a person's name and address for good", erase);
    erasing->add_option("ID", words->person, "The person's id")->required();
    person->callback([&invocation, person, loose] {
        const bool of_a_subcommand = !person->get_subcommands().empty();
        if (of_a_subcommand ? !loose->empty() : loose->size() > 1) {
            invocation.run = [of_a_subcommand, loose](const Settings&, Console& console) {
                return too_many_words(of_a_subcommand, loose->front(), console);
            };
        } else if (!of_a_subcommand) {
            const Words shown{.person = loose->empty() ? "" : loose->front(), .by = {}};
            invocation.run = [shown](const Settings& settings, Console& console) {
                return show_people(shown, settings, console);
            };
        }
    });
}

void add_roles_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command = program.add_subcommand("roles", "Who holds which role");
    command->fallthrough();
    command->callback([&invocation] { invocation.run = show_roles; });
}

} // namespace klik::ctl
