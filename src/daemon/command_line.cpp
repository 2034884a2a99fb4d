#include "daemon/command_line.hpp"

#include "daemon/exit_code.hpp"

#include <CLI/CLI.hpp>

namespace klik::daemon {

std::expected<Flags, int> parse_command_line(int argument_count, const char* const* arguments) {
    CLI::App app{
        "klikd applies a municipality's KLIK task rules to what the task platform says, and "
        "publishes task state and notifications.",
        "klikd"};
    Flags flags;
    app.set_version_flag("--version", "klikd " KLIK_VERSION);
    app.add_option("--config", flags.config, "Configuration in TOML (docs/configuration.md)")
        ->type_name("FILE");
    app.add_flag("--check-config", flags.check_config,
                 "Check configuration and rule files, print every mistake, and end");
    app.add_flag("--new-epoch", flags.new_epoch,
                 "Give a journal that was restored from a copy a new identity, and end "
                 "(docs/journal.md)");
    app.add_option("--data-dir", flags.data_dir, "Folder of the journal")->type_name("DIR");
    app.add_option("--municipality", flags.municipalities,
                   "A municipality to serve, such as 9999=\"Korsbæk Kommune\"; may be repeated")
        ->type_name("CODE=NAME")
        ->allow_extra_args(false);
    app.add_option("--live", flags.live, "PUB endpoint of the first municipality")
        ->type_name("ENDPOINT");
    app.add_option("--control", flags.control, "ROUTER endpoint of the first municipality")
        ->type_name("ENDPOINT");
    app.add_option("--platform", flags.platforms,
                   "PUB endpoint of a platform to listen to; may be repeated")
        ->type_name("ENDPOINT")
        ->allow_extra_args(false);
    app.add_option("--rules", flags.rules, "Rule set of all municipalities")->type_name("FILE");
    app.add_option("--virtual-clock", flags.virtual_clock,
                   "Start at this time and move only when a client says so")
        ->type_name("RFC3339");
    app.add_option("--log-level", flags.log_level, "debug, info, warning or error")
        ->type_name("LEVEL");
    try {
        app.parse(argument_count, arguments);
    } catch (const CLI::ParseError& failure) {
        return std::unexpected(app.exit(failure) == 0 ? exit_code::ended
                                                      : exit_code::bad_configuration);
    }
    return flags;
}

} // namespace klik::daemon
