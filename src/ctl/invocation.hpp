#pragma once

#include "ctl/console.hpp"
#include "klik/client.hpp"

#include <functional>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace klik::ctl {

/// What holds for every command.
struct Settings {
    std::string control;
    std::string live;
    std::string key;                 ///< file of the client's own pair; empty: without CURVE
    std::string server_key;          ///< klikd's public key or a file that holds it
    std::string data{};              ///< klikd's data folder, for commands that read it themselves
    std::optional<CurveKeys> keys{}; ///< what `read_keys` found in the two
};

/// What the command line asks for. Each command's `add_..._command` gives the program a subcommand
/// that puts its work here, which returns an exit code.
struct Invocation {
    Settings settings;
    std::function<int(const Settings&, Console&)> run;
    bool needs_klikd = true; ///< and so the keys to talk to it
};

/// Reads the keys that are named, or gives the exit code after the reason was said.
[[nodiscard]] std::expected<void, int> read_keys(Settings& settings, Console& console);

/// A client of the daemon, or the exit code after the reason was said.
[[nodiscard]] std::expected<Client, int> connect(const Settings& settings, Console& console);

/// Says what went wrong; the exit code that goes with it.
[[nodiscard]] int report(const Error& error, Console& console);

/// What is wrong with a count on the command line, empty for nothing: the parser would take -1 for
/// the largest there is.
[[nodiscard]] std::string count_mistake(const std::string& text);

} // namespace klik::ctl
