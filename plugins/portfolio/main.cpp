#include "common/program.hpp"
#include "common/stop_signal.hpp"
#include "portfolio/check.hpp"
#include "portfolio/commands.hpp"
#include "portfolio/service.hpp"
#include "portfolio/store.hpp"

#include <array>
#include <iostream>

namespace klik::portfolio {

namespace {

constexpr const char* program = "klik-portfolio";
constexpr const char* plugin = "portfolio";

std::array<common::Command, 7> commands() {
    return {{{.name = "check", .what_it_does = "Compare the mapping with the live tool and KLIK"},
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

struct Configured {
    Settings settings;
    ToolMaker make_tool;
};

Configured configure(common::SettingsFile& file, const common::CommandLine& line) {
    common::Section section{file, plugin};
    Configured configured;
    configured.settings = read_settings(section, file, line.municipalities);
    configured.make_tool = read_tool(section, configured.settings);
    section.finish();
    return configured;
}

int carry_out(const Configured& configured, const common::CommandLine& line,
              const std::filesystem::path& folder) {
    if (line.command.empty() && !line.dry_run) {
        return serve(configured.settings, configured.make_tool, folder);
    }
    if (const auto said = common::say_which_state(program, folder); !said) {
        common::print_error(program, said.error().text);
        return common::exit_code::cannot_start;
    }
    std::function<bool()> meanwhile = [] { return !common::asked_to_stop(); };
    const auto tool = configured.make_tool([&meanwhile] { return meanwhile(); });
    return run_command({configured.settings, line, folder, *tool, meanwhile, std::cout, std::cerr});
}

int act(const Configured& configured, const common::CommandLine& line,
        const std::filesystem::path& folder) {
    try {
        return carry_out(configured, line, folder);
    } catch (const BrokenStore& broken) {
        common::print_error(program, std::string{"[F107] "} + broken.what());
        return common::exit_code::cannot_start;
    }
}

} // namespace

} // namespace klik::portfolio

int main(int argument_count, char** arguments) {
    using namespace klik::portfolio;
    const auto own = commands();
    return klik::common::run_program({program, plugin,
                                      "Keeps KLIK's tasks and a portfolio tool in step, both ways.",
                                      "F199", own},
                                     argument_count, arguments, configure, act);
}
