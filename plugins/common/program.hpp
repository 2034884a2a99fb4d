#pragma once

#include "common/command_line.hpp"
#include "common/log.hpp"
#include "common/state_folder.hpp"

#include <exception>
#include <span>
#include <string>

namespace klik::common {

/// What is a plugin's own of how it begins.
struct Program {
    std::string name;         ///< `klik-NAME`
    std::string plugin;       ///< its table: `[plugins.NAME]`
    std::string what_it_does; ///< a sentence, for `--help`
    std::string broken;       ///< id of the line about an error of its own
    std::span<const Command> commands{};
};

/// All of `main`: gives the exit code. `read` makes the settings of a `SettingsFile` without
/// mistakes and a `CommandLine`, and reports mistakes of its own to the file; `act` gets the
/// settings, the command line and the state folder.
template <class Read, class Act>
[[nodiscard]] int run_program(const Program& program, int argument_count,
                              const char* const* arguments, Read read, Act act) {
    try {
        const auto line = parse_command_line(argument_count, arguments, program.name,
                                             program.what_it_does, program.commands);
        if (!line) {
            return line.error();
        }
        SettingsFile file{line->config};
        const auto settings =
            file.mistakes().empty() ? read(file, *line) : decltype(read(file, *line)){};
        if (const auto ended = begin(program.name, *line, file)) {
            return *ended;
        }
        return act(settings, *line, state_folder(file, program.plugin));
    } catch (const std::exception& failure) {
        print_error(program.name,
                    "[" + program.broken + "] ended by an error of its own: " + failure.what());
        return exit_code::broken;
    }
}

} // namespace klik::common
