#include "chat/dry_run.hpp"
#include "chat/service.hpp"
#include "chat/test_post.hpp"
#include "common/program.hpp"

#include <fmt/core.h>

#include <array>
#include <iostream>

namespace klik::chat {

namespace {

constexpr const char* program = "klik-chat";

int show(const Settings& settings, const std::filesystem::path& folder) {
    auto shown = common::say_which_state(program, folder);
    try {
        if (shown) {
            shown = dry_run(settings, Store::copy_of(folder), std::cout);
        }
    } catch (const common::DatabaseFailure& failure) {
        const auto damage = Store::damage_in_words(folder, failure);
        if (!damage) {
            throw;
        }
        shown = std::unexpected(Error{"damaged", *damage});
    }
    if (!shown) {
        common::print_error(program, shown.error().text);
    }
    return shown ? common::exit_code::ended : common::exit_code::cannot_start;
}

std::array<common::Command, 1> commands() {
    return {{{.name = "test-post",
              .what_it_does = "Post a trial in a room of the settings, and say what became of it",
              .operand = "ROOM"}}};
}

int act(const Settings& settings, const common::CommandLine& line,
        const std::filesystem::path& folder) {
    if (line.command == "test-post") {
        return test_post(settings, line.operand, std::cout);
    }
    return line.dry_run ? show(settings, folder) : serve(settings, folder);
}

} // namespace

} // namespace klik::chat

int main(int argument_count, char** arguments) {
    using namespace klik::chat;
    const auto known = commands();
    return klik::common::run_program(
        {program, "chat",
         "Tells chat rooms what happens to tasks, and carries out what people ask for there.",
         "H199", known},
        argument_count, arguments, read_settings, act);
}
