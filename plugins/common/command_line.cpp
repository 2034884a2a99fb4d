#include "common/command_line.hpp"

#include "common/log.hpp"
#include "common/stop_signal.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <sstream>

namespace klik::common {

namespace {

void read_municipality(const std::string& words, CommandLine& line) {
    const auto sign = words.find('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == words.size()) {
        throw CLI::ValidationError{"--municipality", "is written CODE=CONTROL_ENDPOINT"};
    }
    line.municipalities.push_back({words.substr(0, sign), words.substr(sign + 1)});
}

/// Help and the version are no mistakes.
int refused(const CLI::App& app, const CLI::ParseError& failure) {
    std::stringstream said;
    if (app.exit(failure, std::cout, said) == 0) {
        return exit_code::ended;
    }
    for (std::string line; std::getline(said, line);) {
        print_error(app.get_name(), line);
    }
    return exit_code::bad_configuration;
}

void add_command(CLI::App& app, const Command& command, CommandLine& line) {
    auto* added = app.add_subcommand(command.name, command.what_it_does);
    added->fallthrough();
    added->callback([&line, name = command.name] { line.command = name; });
    if (!command.operand.empty()) {
        added->add_option(command.operand, line.operand)->required();
    }
    if (command.shows_progress) {
        added->add_flag("--progress", line.progress, "Show how far it has come");
    }
}

} // namespace

std::expected<CommandLine, int> parse_command_line(int argument_count, const char* const* arguments,
                                                   const std::string& name,
                                                   const std::string& what_it_does,
                                                   std::span<const Command> commands) {
    CLI::App app{what_it_does, name};
    CommandLine line;
    std::vector<std::string> municipalities;
    app.set_version_flag("--version", name + " " KLIK_VERSION);
    app.add_option("--config", line.config, "klikd's configuration (docs/configuration.md)")
        ->required()
        ->type_name("FILE");
    app.add_option("--municipality", municipalities,
                   "Instead of those of the file: a municipality and klikd's control endpoint for "
                   "it, such as 9999=tcp://127.0.0.1:7511; may be repeated")
        ->type_name("CODE=ENDPOINT")
        ->allow_extra_args(false);
    app.add_flag("--check-config", line.check_config,
                 "Check the configuration, print every mistake, and end");
    app.add_flag("--dry-run", line.dry_run, "Print what would be sent, send nothing, and end");
    for (const auto& command : commands) {
        add_command(app, command, line);
    }
    app.require_subcommand(0, 1);
    try {
        app.parse(argument_count, arguments);
        for (const auto& words : municipalities) {
            read_municipality(words, line);
        }
    } catch (const CLI::ParseError& failure) {
        return std::unexpected(refused(app, failure));
    }
    return line;
}

std::optional<int> begin(const std::string& name, const CommandLine& line,
                         const SettingsFile& file) {
    for (const auto& mistake : file.mistakes()) {
        if (line.check_config) {
            std::cerr << name << ": " << mistake << '\n';
        } else {
            print_error(name, mistake);
        }
    }
    if (!file.mistakes().empty()) {
        return exit_code::bad_configuration;
    }
    if (line.check_config) {
        std::cout << name << ": ok\n";
        return exit_code::ended;
    }
    mind_stop_signals();
    set_up_log(name, file.log_level());
    return std::nullopt;
}

} // namespace klik::common
