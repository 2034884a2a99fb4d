#include "ctl/tasks_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/labels.hpp"
#include "ctl/local_time.hpp"
#include "ctl/project_option.hpp"
#include "ctl/question.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace klik::ctl {

namespace {

int list_tasks(const TaskFilters& filters, const Settings& settings, Console& console) {
    auto connected = connect_with_people(settings, console);
    if (!connected) {
        return connected.error();
    }
    const auto keys = keys_of(filters, connected->people);
    if (!keys) {
        return report(keys.error(), console);
    }
    const auto rows = connected->client.query("tasks", *keys);
    if (!rows) {
        return report(rows.error(), console);
    }
    if (rows->empty() && !filters.project.empty()) {
        if (const auto project = expect_project(filters.project, connected->client, console);
            !project) {
            return project.error();
        }
    }
    print_rows(
        *rows,
        [&](const auto& tasks, const Console&) {
            return tasks.empty() ? fmt::format("{}\n", console.say("Ingen opgaver.", "No tasks."))
                                 : tasks_table(tasks, connected->people, console);
        },
        console);
    return exit_code::done;
}

/// What `--blocked`, `--ready`, `--open` and `--closed` say.
struct Switches {
    bool blocked = false;
    bool ready = false;
    bool open = false;
    bool closed = false;

    void apply_to(TaskFilters& filters) const {
        if (blocked || ready) {
            filters.ready = ready;
        }
        if (open || closed) {
            filters.open = open;
        }
    }
};

} // namespace

Result<Value> keys_of(const TaskFilters& filters, const People& people) {
    Value keys = Value::map();
    const auto add_text = [&](const char* key, const std::string& text) {
        if (!text.empty()) {
            keys.set(key, text);
        }
    };
    add_text("status", filters.status);
    add_text("colour", filters.colour);
    if (!filters.project.empty()) {
        keys.set("project", project_key(filters.project));
    }
    add_text("phase", filters.phase);
    add_text("theme", filters.theme);
    add_text("priority", filters.priority);
    for (const auto& [key, person] : {std::pair{"responsible", &filters.responsible},
                                      std::pair{"assignee", &filters.assignee}}) {
        if (person->empty()) {
            continue;
        }
        const auto id = people.id_of(*person);
        if (!id) {
            return std::unexpected(id.error());
        }
        if (!*id) {
            return std::unexpected(
                Error{"not_found", fmt::format("--{}: no task names “{}”", key, *person)});
        }
        keys.set(key, **id);
    }
    if (filters.ready) {
        keys.set("ready", *filters.ready);
    }
    if (filters.open) {
        keys.set("open", *filters.open);
    }
    return keys;
}

std::string tasks_table(const std::vector<Value>& rows, const People& people,
                        const Console& console) {
    const Language language = console.language;
    Table table{{{std::string{console.say("Nr.", "No.")}, Align::right},
                 {std::string{console.say("Farve", "Colour")}},
                 {std::string{console.say("Status", "Status")}, Align::left, true},
                 {std::string{console.say("Frist", "Due")}},
                 {std::string{console.say("Opgave", "Task")}, Align::left, true},
                 {std::string{console.say("Udfører", "Assignee")}, Align::left, true},
                 {std::string{console.say("Venter på", "Waits for")}, Align::left, true}}};
    for (const Value& row : rows) {
        const std::string_view assignee = row["assignee"].text();
        table.add({{std::to_string(row["number"].whole().value_or(0)), Ink::plain},
                   {colour_text(row, language), colour_ink(row)},
                   {status_text(row, language), Ink::plain},
                   {local_date_text(row["due_date"].text()), Ink::plain},
                   {std::string{row["title"].text()}, Ink::plain},
                   {assignee.empty() ? "-" : people.name_of(assignee), Ink::plain},
                   {numbers_text(row["blocked_by"]), Ink::plain}});
    }
    return table.text({console.colour, console.width_columns});
}

void add_tasks_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command = program.add_subcommand("tasks", "List tasks");
    const auto filters = std::make_shared<TaskFilters>();
    const auto switches = std::make_shared<Switches>();
    command->add_option("--status", filters->status, "Danish label or canonical word");
    command->add_option("--colour", filters->colour,
                        "red, yellow, green, none (or -) or the Danish word");
    command->add_option("--project", filters->project,
                        "Name of the project; - for the tasks without a project");
    command->add_option("--phase", filters->phase, "Name of the phase");
    command->add_option("--theme", filters->theme, "Name of the theme");
    command->add_option("--priority", filters->priority, "Priority, as on the page");
    command->add_option("--responsible", filters->responsible, "Name or id of a person");
    command->add_option("--assignee", filters->assignee, "Name or id of a person");
    CLI::Option* blocked =
        command->add_flag("--blocked", switches->blocked, "Only those that wait for others");
    command->add_flag("--ready", switches->ready, "Only those that wait for nothing")
        ->excludes(blocked);
    CLI::Option* open = command->add_flag("--open", switches->open, "Only open ones");
    command->add_flag("--closed", switches->closed, "Only completed or not relevant ones")
        ->excludes(open);
    command->callback([&invocation, filters, switches] {
        switches->apply_to(*filters);
        invocation.run = [filters](const Settings& settings, Console& console) {
            return list_tasks(*filters, settings, console);
        };
    });
}

} // namespace klik::ctl
