#include "ctl/version_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

namespace klik::ctl {

void add_version_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command = program.add_subcommand("version", "Say which version this is");
    command->callback([&invocation] {
        invocation.needs_klikd = false;
        invocation.run = [](const Settings& /*settings*/, Console& console) {
            fmt::print(console.out, "{}\n",
                       console.json ? to_json(Value::map({{"klikctl", KLIK_VERSION}}))
                                    : "klikctl " KLIK_VERSION);
            return exit_code::done;
        };
    });
}

} // namespace klik::ctl
