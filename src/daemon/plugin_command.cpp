#include "daemon/plugin_command.hpp"

#include <algorithm>
#include <array>

namespace klik::daemon {

namespace {

constexpr std::array<std::string_view, 10> variables_passed_on{
    "PATH", "HOME", "USER",   "LOGNAME",  "SHELL",
    "LANG", "TZ",   "TMPDIR", "LANGUAGE", "CREDENTIALS_DIRECTORY"};

bool is_passed_on(std::string_view variable) {
    const auto name = variable.substr(0, variable.find('='));
    return name.starts_with("LC_") ||
           std::ranges::find(variables_passed_on, name) != variables_passed_on.end();
}

/// A socket that is bound to all addresses of the machine is reached by loopback from here.
std::string from_here(const std::string& address) {
    using namespace std::string_view_literals;
    for (const auto& [all, loopback] : {std::pair{"tcp://*:"sv, "tcp://127.0.0.1:"sv},
                                        std::pair{"tcp://0.0.0.0:"sv, "tcp://127.0.0.1:"sv},
                                        std::pair{"tcp://[::]:"sv, "tcp://[::1]:"sv}}) {
        if (address.starts_with(all)) {
            return std::string{loopback} + address.substr(all.size());
        }
    }
    return address;
}

} // namespace

std::vector<std::string> plugin_environment(const std::vector<std::string>& own) {
    std::vector<std::string> passed_on;
    std::ranges::copy_if(own, std::back_inserter(passed_on), is_passed_on);
    return passed_on;
}

std::vector<PluginCommand> plugin_commands(const Config& config,
                                           const std::vector<ControlPlace>& places,
                                           const std::vector<std::string>& own) {
    std::vector<std::string> flags{"--config", config.file.native()};
    for (const auto& place : places) {
        flags.emplace_back("--municipality");
        flags.push_back(place.code.value + "=" + from_here(place.control.address));
    }
    std::vector<PluginCommand> commands;
    for (const auto& plugin : config.plugins) {
        PluginCommand command{.name = plugin.name,
                              .program = plugin.program,
                              .arguments = flags,
                              .environment = plugin_environment(own),
                              .state_folder = std::filesystem::absolute(config.data_dir) /
                                              "plugins" / plugin.name};
        command.arguments.insert(command.arguments.end(), plugin.arguments.begin(),
                                 plugin.arguments.end());
        command.environment.push_back("STATE_DIRECTORY=" + command.state_folder.native());
        commands.push_back(std::move(command));
    }
    return commands;
}

} // namespace klik::daemon
