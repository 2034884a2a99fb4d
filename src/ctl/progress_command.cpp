#include "ctl/progress_command.hpp"

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

std::int64_t figure(const Value& row, std::string_view key) {
    return row[key].whole().value_or(0);
}

/// A figure that is of interest when it is not 0.
Cell warning_cell(const Value& row, std::string_view key, Ink ink) {
    const auto count = figure(row, key);
    return {std::to_string(count), count > 0 ? ink : Ink::plain};
}

std::string percent_text(const Value& row) {
    const auto percent = row["completed_percent"].whole();
    return percent ? fmt::format("{} %", *percent) : "-";
}

std::string name_text(std::string_view name) {
    return name.empty() ? "-" : std::string{name};
}

/// A project's name and how much of what is relevant is done.
std::string heading(const Value& project, const Console& console) {
    const std::string_view name = project["project"].text();
    const auto title =
        name.empty() ? console.say("Opgaver uden projekt", "Tasks without a project") : name;
    const auto completed = figure(project, "completed");
    const auto relevant = figure(project, "tasks") - figure(project, "not_relevant");
    const auto are_completed =
        relevant == 1
            ? console.say("relevant opgave er fuldført", "relevant task is completed")
            : console.say("relevante opgaver er fuldført", "relevant tasks are completed");
    const auto sentence =
        relevant == 0 ? std::string{console.say("ingen relevante opgaver", "no relevant tasks")}
                      : fmt::format("{} {} {} {} ({})", completed, console.say("af", "of"),
                                    relevant, are_completed, percent_text(project));
    const auto line = fmt::format("{}: {}", title, sentence);
    return (console.colour ? inked(line, Ink::strong) : line) + "\n";
}

std::string deadlines_text(const Value& project, const Console& console) {
    const auto& deadlines = project["next_deadlines"].list();
    if (deadlines.empty()) {
        return fmt::format("{}\n", console.say("Ingen frister forude.", "No deadlines ahead."));
    }
    Table table{{{std::string{console.say("Næste frister", "Next deadlines")}},
                 {std::string{console.say("Farve", "Colour")}},
                 {std::string{console.say("Nr.", "No.")}, Align::right},
                 {std::string{console.say("Opgave", "Task")}, Align::left, true}}};
    for (const Value& deadline : deadlines) {
        table.add({{local_date_text(deadline["due_date"].text())},
                   {colour_text(deadline, console.language), colour_ink(deadline)},
                   {std::to_string(figure(deadline, "number"))},
                   {std::string{deadline["title"].text()}}});
    }
    return table.text({console.colour, console.width_columns});
}

Table groups_table(const Console& console) {
    return Table{{{std::string{console.say("Fase", "Phase")}, Align::left, true},
                  {std::string{console.say("Tema", "Theme")}, Align::left, true},
                  {std::string{console.say("Åbne", "Open")}, Align::right},
                  {std::string{console.say("Blokeret", "Blocked")}, Align::right},
                  {std::string{console.say("Gul", "Yellow")}, Align::right},
                  {std::string{console.say("Rød", "Red")}, Align::right},
                  {std::string{console.say("Fuldført", "Done")}, Align::right},
                  {"%", Align::right},
                  {std::string{console.say("Ikke relevant", "Not relevant")}, Align::right},
                  {std::string{console.say("Næste frist", "Next due")}},
                  {std::string{console.say("Afventer svar", "Awaits answer")}, Align::right},
                  {std::string{console.say("Ubesvaret", "Unanswered")}, Align::right}}};
}

void add_figures(Table& table, const Value& row, std::string phase, std::string theme) {
    const auto& deadlines = row["next_deadlines"].list();
    table.add({{std::move(phase)},
               {std::move(theme)},
               {std::to_string(figure(row, "open"))},
               {std::to_string(figure(row, "blocked"))},
               warning_cell(row, "yellow", Ink::yellow),
               warning_cell(row, "red", Ink::red),
               {std::to_string(figure(row, "completed"))},
               {percent_text(row)},
               {std::to_string(figure(row, "not_relevant"))},
               {deadlines.empty() ? "-" : local_date_text(deadlines.front()["due_date"].text())},
               {std::to_string(figure(row, "requests_waiting"))},
               warning_cell(row, "requests_unanswered", Ink::red)});
}

std::string project_text(const Value& project, const std::vector<const Value*>& groups,
                         const Console& console) {
    Table table = groups_table(console);
    for (const Value* group : groups) {
        add_figures(table, *group, name_text((*group)["phase"].text()),
                    name_text((*group)["theme"].text()));
    }
    add_figures(table, project, std::string{console.say("I alt", "All")}, "");
    return heading(project, console) + table.text({console.colour, console.width_columns}) + "\n" +
           deadlines_text(project, console);
}

int show_progress(const std::string& project, const Settings& settings, Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return client.error();
    }
    Value keys = Value::map({{"groups", true}});
    if (!project.empty()) {
        keys.set("project", project_key(project));
    }
    const auto rows = client->query("projects", keys);
    if (!rows) {
        return report(rows.error(), console);
    }
    if (rows->empty() && !project.empty()) {
        if (const auto known = expect_project(project, *client, console); !known) {
            return known.error();
        }
    }
    print_rows(*rows, progress_text, console);
    return exit_code::done;
}

} // namespace

std::string progress_text(const std::vector<Value>& rows, const Console& console) {
    if (rows.empty()) {
        return fmt::format("{}\n", console.say("Ingen opgaver.", "No tasks."));
    }
    std::string text;
    for (auto project = rows.begin(); project != rows.end();) {
        std::vector<const Value*> groups;
        auto row = project + 1;
        for (; row != rows.end() && (*row)["row"].text() == "group"; ++row) {
            groups.push_back(&*row);
        }
        text += (text.empty() ? "" : "\n") + project_text(*project, groups, console);
        project = row;
    }
    return text;
}

void add_progress_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command = program.add_subcommand(
        "progress", "How far each project has come, by phase and theme, and what is due next");
    const auto project = std::make_shared<std::string>();
    command->add_option("--project", *project,
                        "Name of the project; - for the tasks without a project");
    command->callback([&invocation, project] {
        invocation.run = [project](const Settings& settings, Console& console) {
            return show_progress(*project, settings, console);
        };
    });
}

} // namespace klik::ctl
