#include "chat/dry_run.hpp"
#include "chat/service.hpp"
#include "common/log.hpp"
#include "common/state_folder.hpp"

#include <fmt/core.h>

#include <iostream>

namespace klik::chat {

namespace {

constexpr const char* program = "klik-chat";
constexpr const char* plugin = "chat";

int show(const Settings& settings, const std::filesystem::path& folder) {
    auto shown = common::say_which_state(program, folder);
    if (shown) {
        shown = dry_run(settings, Store::copy_of(folder), std::cout);
    }
    if (!shown) {
        common::print_error(program, shown.error().text);
    }
    return shown ? common::exit_code::ended : common::exit_code::cannot_start;
}

int start(int argument_count, const char* const* arguments) {
    const auto line = common::parse_command_line(
        argument_count, arguments, program,
        "Tells chat rooms what happens to tasks, and carries out what people ask for there.");
    if (!line) {
        return line.error();
    }
    common::SettingsFile file{line->config};
    const auto settings = file.mistakes().empty() ? read_settings(file, *line) : Settings{};
    if (const auto ended = common::begin(program, *line, file)) {
        return *ended;
    }
    const auto folder = common::state_folder(file, plugin);
    return line->dry_run ? show(settings, folder) : serve(settings, folder);
}

} // namespace

} // namespace klik::chat

int main(int argument_count, char** arguments) {
    try {
        return klik::chat::start(argument_count, arguments);
    } catch (const std::exception& failure) {
        klik::common::print_error(
            "klik-chat", fmt::format("[H199] ended by an error of its own: {}", failure.what()));
        return klik::common::exit_code::broken;
    }
}
