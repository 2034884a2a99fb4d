#include "common/log.hpp"
#include "common/state_folder.hpp"
#include "common/stop_signal.hpp"
#include "portfolio/commands.hpp"
#include "portfolio/service.hpp"

#include <array>
#include <iostream>

namespace klik::portfolio {

namespace {

constexpr const char* program = "klik-portfolio";
constexpr const char* plugin = "portfolio";

std::array<common::Command, 7> commands() {
    return {{{.name = "check", .what_it_does = "Compare the mapping with the live tool"},
             {.name = "plan", .what_it_does = "Print what would be changed, field by field"},
             {.name = "apply", .what_it_does = "Change it once, and end", .shows_progress = true},
             {.name = "undo",
              .what_it_does = "Take back what a run wrote to the tool, and pause",
              .operand = "RUN"},
             {.name = "runs", .what_it_does = "List what was written, run by run"},
             {.name = "pause", .what_it_does = "Let the service write nothing until `resume`"},
             {.name = "resume", .what_it_does = "Let the service go on"}}};
}

int run_command(const Errand& errand) {
    const auto& command = errand.line.command;
    if (command == "check") {
        return check(errand);
    }
    if (command == "apply") {
        return apply(errand);
    }
    if (command == "undo") {
        return undo_run(errand);
    }
    if (command == "runs") {
        return print_runs(errand);
    }
    if (command == "pause" || command == "resume") {
        return set_paused(errand, command == "pause");
    }
    return print_plan(errand);
}

int start(int argument_count, const char* const* arguments) {
    const auto own = commands();
    const auto line = common::parse_command_line(
        argument_count, arguments, program,
        "Keeps KLIK's tasks and a portfolio tool in step, both ways.", own);
    if (!line) {
        return line.error();
    }
    common::SettingsFile file{line->config};
    common::Section section{file, plugin};
    Settings settings;
    ToolMaker make_tool;
    if (file.mistakes().empty()) {
        settings = read_settings(section, file, line->municipalities);
        make_tool = read_tool(section, settings);
        section.finish();
    }
    if (const auto ended = common::begin(program, *line, file)) {
        return *ended;
    }
    const auto folder = common::state_folder(file, plugin);
    if (line->command.empty() && !line->dry_run) {
        return serve(settings, make_tool, folder);
    }
    if (const auto said = common::say_which_state(program, folder); !said) {
        common::print_error(program, said.error().text);
        return common::exit_code::cannot_start;
    }
    std::function<bool()> meanwhile = [] { return !common::asked_to_stop(); };
    const auto tool = make_tool([&meanwhile] { return meanwhile(); });
    return run_command({settings, *line, folder, *tool, meanwhile, std::cout, std::cerr});
}

} // namespace

} // namespace klik::portfolio

int main(int argument_count, char** arguments) {
    try {
        return klik::portfolio::start(argument_count, arguments);
    } catch (const std::exception& failure) {
        klik::common::print_error("klik-portfolio",
                                  std::string{"[F199] ended by an error of its own: "} +
                                      failure.what());
        return klik::common::exit_code::broken;
    }
}
