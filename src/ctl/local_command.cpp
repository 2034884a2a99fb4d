#include "ctl/local_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/typed_value.hpp"
#include "domain/ids.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <memory>

namespace klik::ctl {

namespace {

/// What the command line asks for, as it was typed.
struct WishedLocally {
    std::string action;
    std::string title;
    std::int64_t number = 0;
    std::int64_t prerequisite = 0;
    std::vector<std::string> assignments;
    std::string id;
};

std::string local_field_names() {
    return domain::field_names_with(&domain::FieldDescription::local);
}

Result<Value> keys_of(const WishedLocally& wish, Client& client) {
    Value keys = Value::map();
    if (wish.action == "add_task" || wish.action == "change_task") {
        const auto people = People::of(client);
        if (!people) {
            return std::unexpected(people.error());
        }
        auto fields = local_fields_of(wish.assignments, *people);
        if (!fields) {
            return fields;
        }
        keys = *std::move(fields);
    }
    if (wish.action == "add_task") {
        keys.set("title", wish.title);
        return keys;
    }
    keys.set("number", wish.number);
    if (wish.prerequisite != 0) {
        keys.set("prerequisite", wish.prerequisite);
    }
    return keys;
}

std::string done_text(const WishedLocally& wish, std::int64_t number, const Console& console) {
    if (wish.action == "add_task") {
        return fmt::format("{} #{}", console.say("Opgaven har nummer", "The task has the number"),
                           number);
    }
    if (wish.action == "change_task") {
        return fmt::format("#{} {}", number, console.say("er ændret", "is changed"));
    }
    if (wish.action == "remove_task") {
        return fmt::format("#{} {}", number, console.say("er fjernet", "is removed"));
    }
    return fmt::format("#{} {} #{}", number,
                       wish.action == "add_edge"
                           ? console.say("venter nu på", "waits for")
                           : console.say("venter ikke længere efter kommunens ord på",
                                         "waits no more by the municipality's word for"),
                       wish.prerequisite);
}

int change(const WishedLocally& wish, const Settings& settings, Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return client.error();
    }
    const auto keys = keys_of(wish, *client);
    if (!keys) {
        return report(keys.error(), console);
    }
    const auto answer = client->local(wish.action, *keys, wish.id);
    if (!answer) {
        return report(answer.error(), console);
    }
    fmt::print(console.out, "{}\n",
               console.json ? to_json(Value::map({{"number", answer->number},
                                                  {"sequence", sequence_text(answer->sequence)}}))
                            : done_text(wish, answer->number, console));
    return exit_code::done;
}

void add_number(CLI::App& command, const std::string& name, const std::string& help,
                std::int64_t& number) {
    command
        .add_option_function<std::string>(
            name,
            [&number, name](const std::string& text) {
                const auto read = domain::task_number(text);
                if (!read) {
                    throw CLI::ValidationError{name, "'" + text + "' is no task number"};
                }
                number = read->value;
            },
            help)
        ->required();
}

/// A subcommand whose own arguments `add_arguments` puts in order.
template <class AddArguments>
void add_action(CLI::App& local, Invocation& invocation, const std::string& name,
                const std::string& action, const std::string& help, AddArguments add_arguments) {
    CLI::App* command = local.add_subcommand(name, help);
    const auto wish = std::make_shared<WishedLocally>();
    wish->action = action;
    add_arguments(*command, *wish);
    command->add_option("--id", wish->id, "A name for the change; the same again is done once");
    command->fallthrough();
    command->callback([&invocation, wish] {
        invocation.run = [wish](const Settings& settings, Console& console) {
            return change(*wish, settings, console);
        };
    });
}

void add_edge_arguments(CLI::App& command, WishedLocally& wish) {
    add_number(command, "NUMBER", "The task that waits", wish.number);
    add_number(command, "PREREQUISITE", "What it waits for", wish.prerequisite);
}

} // namespace

Result<Value> local_fields_of(const std::vector<std::string>& assignments, const People& people) {
    Value fields = Value::map();
    for (const std::string& assignment : assignments) {
        const auto equals = assignment.find('=');
        const std::string name = assignment.substr(0, equals);
        const auto field = field_from_label(name);
        if (equals == std::string::npos || !field || !domain::describe(*field).local) {
            return std::unexpected(
                Error{"usage", fmt::format("'{}' is not FIELD=VALUE with a field of {}", assignment,
                                           local_field_names())});
        }
        const std::string text = assignment.substr(equals + 1);
        if (text.empty()) {
            return std::unexpected(
                Error{"usage", fmt::format("the value of {} is empty; write - for none", name)});
        }
        auto value = typed_value(domain::describe(*field), text, people);
        if (!value) {
            return value;
        }
        fields.set(std::string{domain::describe(*field).name}, *std::move(value));
    }
    return fields;
}

void add_local_command(CLI::App& program, Invocation& invocation) {
    CLI::App* local = program.add_subcommand("local", "The municipality's own tasks and edges");
    local->require_subcommand(1);
    const std::string assignment_help = "FIELD=VALUE with a field of " + local_field_names();
    add_action(*local, invocation, "add", "add_task", "Add a task",
               [&](CLI::App& command, WishedLocally& wish) {
                   command.add_option("TITLE", wish.title, "The task's title")->required();
                   command.add_option("FIELDS", wish.assignments, assignment_help);
               });
    add_action(*local, invocation, "change", "change_task", "Change a task",
               [&](CLI::App& command, WishedLocally& wish) {
                   add_number(command, "NUMBER", "The task's number", wish.number);
                   command.add_option("FIELDS", wish.assignments, assignment_help)->required();
               });
    add_action(*local, invocation, "remove", "remove_task", "Remove a task",
               [](CLI::App& command, WishedLocally& wish) {
                   add_number(command, "NUMBER", "The task's number", wish.number);
               });
    add_action(*local, invocation, "edge", "add_edge", "Make a task wait for another",
               add_edge_arguments);
    add_action(*local, invocation, "unedge", "remove_edge", "Take back that it waits",
               add_edge_arguments);
}

} // namespace klik::ctl
