#pragma once

#include "common/settings.hpp"

#include <expected>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace klik::common {

/// What a plugin ends with (docs/plugins.md).
namespace exit_code {
inline constexpr int ended = 0;
inline constexpr int bad_configuration = 78; ///< or a bad command line; klikd does not try again
inline constexpr int cannot_start = 2; ///< the state folder cannot be used, or in a dry run klikd
inline constexpr int locked = 3;       ///< another one works on the same state folder
inline constexpr int broken = 70;      ///< ended by an error of its own
} // namespace exit_code

/// How klikd, systemd or an operator starts a plugin.
struct CommandLine {
    std::filesystem::path config;
    std::vector<Municipality> municipalities; ///< empty: those of the file
    bool check_config = false;
    bool dry_run = false;
    std::string command{}; ///< one of the program's own; empty: to serve
    std::string operand{}; ///< of the command
    bool progress = false; ///< to be shown by the command
};

/// What a program does beside serving: `klik-NAME --config FILE COMMAND [OPERAND]`.
struct Command {
    std::string name;
    std::string what_it_does;
    std::string operand{}; ///< its name, where there has to be one
    bool shows_progress = false;
};

/// What each program does once its section was read. An exit code where there is nothing more to
/// do: the configuration's mistakes were printed (for whoever asked for them by `--check-config`
/// they are an answer and have no level), or there are none and it was to be checked alone. Else
/// stop signals are minded and there is a log.
[[nodiscard]] std::optional<int> begin(const std::string& name, const CommandLine& line,
                                       const SettingsFile& file);

/// `name` is the program's. An exit code where there is nothing more to do: help, version, or a
/// mistake, which was printed.
[[nodiscard]] std::expected<CommandLine, int>
parse_command_line(int argument_count, const char* const* arguments, const std::string& name,
                   const std::string& what_it_does, std::span<const Command> commands = {});

} // namespace klik::common
