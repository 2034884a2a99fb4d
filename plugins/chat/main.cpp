#include "chat/dry_run.hpp"
#include "chat/service.hpp"
#include "common/program.hpp"

#include <fmt/core.h>

#include <iostream>

namespace klik::chat {

namespace {

constexpr const char* program = "klik-chat";

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

} // namespace

} // namespace klik::chat

int main(int argument_count, char** arguments) {
    using namespace klik::chat;
    return klik::common::run_program(
        {program, "chat",
         "Tells chat rooms what happens to tasks, and carries out what people ask for there.",
         "H199"},
        argument_count, arguments, read_settings,
        [](const Settings& settings, const klik::common::CommandLine& line,
           const std::filesystem::path& folder) {
            return line.dry_run ? show(settings, folder) : serve(settings, folder);
        });
}
