#include "ctl/command_line.hpp"

#include "ctl/backup_commands.hpp"
#include "ctl/clock_command.hpp"
#include "ctl/deliveries_command.hpp"
#include "ctl/doctor_command.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/health_command.hpp"
#include "ctl/history_command.hpp"
#include "ctl/import_command.hpp"
#include "ctl/keygen_command.hpp"
#include "ctl/local_command.hpp"
#include "ctl/losses_command.hpp"
#include "ctl/person_command.hpp"
#include "ctl/progress_command.hpp"
#include "ctl/quarantine_command.hpp"
#include "ctl/replay_command.hpp"
#include "ctl/request_command.hpp"
#include "ctl/rules_command.hpp"
#include "ctl/show_command.hpp"
#include "ctl/tasks_command.hpp"
#include "ctl/test_message_command.hpp"
#include "ctl/verify_command.hpp"
#include "ctl/version_command.hpp"
#include "ctl/watch_command.hpp"
#include "ctl/what_if_command.hpp"
#include "ctl/why_command.hpp"

#include <CLI/CLI.hpp>

#include <charconv>

namespace klik::ctl {

namespace {

constexpr const char* default_control = "tcp://127.0.0.1:7511";
constexpr const char* default_data = "/var/lib/klikd";
constexpr const char* default_live = "tcp://127.0.0.1:7510";

void add_commands(CLI::App& program, Invocation& invocation) {
    program.require_subcommand(1);
    add_import_command(program, invocation);
    add_tasks_command(program, invocation);
    add_progress_command(program, invocation);
    add_show_command(program, invocation);
    add_history_command(program, invocation);
    add_why_commands(program, invocation);
    add_request_command(program, invocation);
    add_local_command(program, invocation);
    add_watch_command(program, invocation);
    add_clock_command(program, invocation);
    add_rules_command(program, invocation);
    add_what_if_command(program, invocation);
    add_replay_command(program, invocation);
    add_backup_commands(program, invocation);
    add_verify_command(program, invocation);
    add_keygen_command(program, invocation);
    add_health_command(program, invocation);
    add_doctor_command(program, invocation);
    add_losses_command(program, invocation);
    add_roles_command(program, invocation);
    add_deliveries_command(program, invocation);
    add_test_message_command(program, invocation);
    add_person_command(program, invocation);
    add_quarantine_command(program, invocation);
    add_version_command(program, invocation);
    for (CLI::App* command : program.get_subcommands({})) {
        command->fallthrough();
    }
}

} // namespace

int run(int argument_count, const char* const* arguments, const Environment& environment,
        Console console) {
    CLI::App program{"klikctl brings KLIK pages to klikd and shows what it makes of them.",
                     "klikctl"};
    Invocation invocation;
    invocation.settings = {environment.control.empty() ? default_control : environment.control,
                           environment.live, environment.key, environment.server_key,
                           environment.data.empty() ? default_data : environment.data};
    std::string language = "da";
    program.set_version_flag("--version", "klikctl " KLIK_VERSION);
    program
        .add_option("--control", invocation.settings.control,
                    "klikd's control endpoint (KLIKCTL_CONTROL, KLIK_CONTROL)")
        ->capture_default_str()
        ->type_name("ENDPOINT");
    program
        .add_option("--live", invocation.settings.live,
                    "klikd's live endpoint (KLIKCTL_LIVE; the port before that of --control)")
        ->type_name("ENDPOINT");
    program
        .add_option("--key", invocation.settings.key,
                    "File with the key to talk to klikd with, made by keygen (KLIK_KEY)")
        ->type_name("FILE");
    program
        .add_option("--server-key", invocation.settings.server_key,
                    "klikd's public key, or a file that holds it (KLIK_SERVER_KEY)")
        ->type_name("KEY");
    program
        .add_option("--data", invocation.settings.data,
                    "klikd's data folder, for commands that work on it (KLIK_DATA)")
        ->capture_default_str()
        ->type_name("FOLDER");
    program.add_option("--lang", language, "Language of what is printed")
        ->check(CLI::IsMember({"da", "en"}))
        ->capture_default_str();
    program.add_flag("--json", console.json, "Print one JSON document in place of text");
    add_commands(program, invocation);
    try {
        program.parse(argument_count, arguments);
    } catch (const CLI::ParseError& failure) {
        return program.exit(failure, console.out, console.err) == 0 ? exit_code::done
                                                                    : exit_code::usage;
    }
    if (invocation.settings.live.empty()) {
        invocation.settings.live = live_endpoint_beside(invocation.settings.control);
    }
    console.language = language == "en" ? domain::Language::english : domain::Language::danish;
    if (invocation.needs_klikd) {
        if (const auto read = read_keys(invocation.settings, console); !read) {
            return read.error();
        }
    }
    return invocation.run(invocation.settings, console);
}

std::string live_endpoint_beside(std::string_view control) {
    const auto colon = control.rfind(':');
    if (!control.starts_with("tcp://") || colon == std::string_view::npos) {
        return default_live;
    }
    const std::string_view port_text = control.substr(colon + 1);
    unsigned port = 0;
    const auto [end, error] =
        std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
    if (error != std::errc{} || end != port_text.data() + port_text.size() || port < 2) {
        return default_live;
    }
    return std::string{control.substr(0, colon + 1)} + std::to_string(port - 1);
}

} // namespace klik::ctl
