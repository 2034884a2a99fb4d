#include "ctl/show_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/fact_sheet.hpp"
#include "ctl/json_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/local_time.hpp"
#include "ctl/task_number_option.hpp"
#include "ctl/terminal_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <array>

namespace klik::ctl {

namespace {

using domain::TaskField;

constexpr std::array prose_fields{
    TaskField::goal,   TaskField::description,      TaskField::method,
    TaskField::result, TaskField::quality_criteria, TaskField::history};

std::string text_or_none(const Value& value) {
    return std::string{value.is_nil() ? "-" : value.text()};
}

/// What a field holds, when the task has it at all: nil is none, "" is empty.
std::string field_text(const Value& value, domain::FieldShape shape) {
    switch (shape) {
    case domain::FieldShape::date:
        return local_date_text(value.text());
    case domain::FieldShape::numbers:
        return numbers_text(value);
    case domain::FieldShape::text:
    case domain::FieldShape::person:
        break;
    }
    return text_or_none(value);
}

void add_field(FactSheet& sheet, const Value& task, TaskField field, Language language) {
    const auto& description = domain::describe(field);
    if (const Value* value = task.find(description.name)) {
        sheet.add(field_label(field, language), field_text(*value, description.shape));
    }
}

std::string facts_of(const Value& task, const Console& console) {
    const Language language = console.language;
    FactSheet sheet;
    sheet.add(console.say("Deadline", "Deadline"), colour_text(task, language),
              console.colour ? colour_ink(task) : Ink::plain);
    add_field(sheet, task, TaskField::platform_colour, language);
    add_field(sheet, task, TaskField::priority, language);
    sheet.add(field_label(TaskField::status, language), status_text(task, language));
    for (const TaskField field : {TaskField::responsible, TaskField::assignee,
                                  TaskField::start_date, TaskField::due_date}) {
        add_field(sheet, task, field, language);
    }
    sheet.add(console.say("Venter på", "Waits for"), numbers_text(task["blocked_by"]));
    sheet.add(console.say("Opgaver, der venter", "Waiting for it"), numbers_text(task["blocks"]));
    for (const TaskField field :
         {TaskField::prerequisites, TaskField::related, TaskField::project, TaskField::phase,
          TaskField::theme, TaskField::recommended_responsible, TaskField::recommended_assignee,
          TaskField::external_attachments, TaskField::files}) {
        add_field(sheet, task, field, language);
    }
    sheet.add(console.say("Kommune", "Municipality"), text_or_none(task["municipality"]));
    sheet.add(console.say("Næste kørsel", "Next run"), local_date_text(task["next_run"].text()));
    sheet.add(console.say("Revision", "Revision"),
              std::to_string(task["revision"].count().value_or(0)));
    if (!task["local_prerequisites"].list().empty()) {
        sheet.add(console.say("Egne forudsætninger", "Own prerequisites"),
                  numbers_text(task["local_prerequisites"]));
    }
    if (!task["cycle"].list().empty()) {
        sheet.add(console.say("Forudsætninger i ring", "Prerequisites in a circle"),
                  numbers_text(task["cycle"]));
    }
    if (!task["unknown_prerequisites"].list().empty()) {
        sheet.add(console.say("Ukendte forudsætninger", "Unknown prerequisites"),
                  numbers_text(task["unknown_prerequisites"]));
    }
    return sheet.text();
}

int show_task(std::int64_t number, const Settings& settings, Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return client.error();
    }
    const auto rows = client->query("task", Value::map({{"number", number}}));
    if (!rows) {
        return report(rows.error(), console);
    }
    const auto people = People::of(*client);
    if (!people) {
        return report(people.error(), console);
    }
    for (const Value& row : *rows) {
        const Value task = with_names(row, *people);
        fmt::print(console.out, "{}\n", console.json ? to_json(task) : task_page(task, console));
    }
    return exit_code::done;
}

} // namespace

Value with_names(Value task, const People& people) {
    for (const auto& description : domain::field_descriptions()) {
        const std::string_view person = task[description.name].text();
        if (description.shape == domain::FieldShape::person && !person.empty()) {
            task.set(std::string{description.name}, people.name_of(person));
        }
    }
    return task;
}

std::string task_page(const Value& task, const Console& console) {
    const std::string title = fmt::format("{} #{}", terminal_line(task["title"].text()),
                                          task["number"].whole().value_or(0));
    std::string page = (console.colour ? inked(title, Ink::strong) : title) + "\n\n";
    page += facts_of(task, console);
    for (const TaskField field : prose_fields) {
        const Value* value = task.find(domain::describe(field).name);
        if (value && !value->text().empty()) {
            const std::string heading{field_label(field, console.language)};
            page +=
                fmt::format("\n{}\n{}\n", console.colour ? inked(heading, Ink::strong) : heading,
                            terminal_text(value->text()));
        }
    }
    page.resize(page.find_last_not_of('\n') + 1);
    return page;
}

void add_show_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command = program.add_subcommand("show", "Show all that is known of a task");
    const auto number = add_task_number(*command);
    command->callback([&invocation, number] {
        invocation.run = [number](const Settings& settings, Console& console) {
            return show_task(*number, settings, console);
        };
    });
}

} // namespace klik::ctl
