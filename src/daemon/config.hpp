#pragma once

#include "bus/endpoint.hpp"
#include "bus/rate_limit.hpp"
#include "daemon/plugin_settings.hpp"
#include "domain/civil_time.hpp"
#include "domain/ids.hpp"
#include "journal/journal.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace klik::daemon {

struct MunicipalitySettings {
    domain::MunicipalityCode code;
    std::string name;
    bus::Endpoint live;
    bus::Endpoint control;
    std::filesystem::path rules;   ///< empty: the default rules
    std::filesystem::path roles{}; ///< empty: no roles but those that platforms tell
    friend bool operator==(const MunicipalitySettings&, const MunicipalitySettings&) = default;
};

/// A platform that publishes facts.
struct PlatformSettings {
    std::string name; ///< `via` of its facts
    bus::Endpoint live;
    /// Its durable stream; then it speaks of one municipality alone.
    std::optional<bus::Endpoint> control;
    std::vector<domain::MunicipalityCode> municipalities; ///< that it may speak of; at least one
    std::string server_key{}; ///< its public key in Z85; empty: this machine's, without CURVE
    friend bool operator==(const PlatformSettings&, const PlatformSettings&) = default;
};

/// The files of `[curve]`.
struct CurveSettings {
    std::filesystem::path secret_key;
    std::filesystem::path authorised_keys;
    std::string secret_key_credential{}; ///< of systemd, in place of the file; empty: the file
    friend bool operator==(const CurveSettings&, const CurveSettings&) = default;
};

enum class LogLevel { debug, info, warning, error };
inline constexpr std::size_t default_log_file_bytes = std::size_t{16} << 20U;
inline constexpr std::size_t default_log_files = 5;

/// All that klikd is told at its start, docs/configuration.md.
struct Config {
    std::filesystem::path data_dir;
    std::vector<MunicipalitySettings> municipalities; ///< at least one, each code once
    std::vector<PlatformSettings> platforms;          ///< each with a name of its own
    LogLevel log_level = LogLevel::info;
    std::filesystem::path log_file;                      ///< empty: standard error
    std::size_t log_file_bytes = default_log_file_bytes; ///< then another one begins
    std::size_t log_files = default_log_files;           ///< that are kept, with the present one
    std::optional<domain::UtcTime> virtual_clock;
    journal::QuarantineLimits quarantine; ///< of each municipality
    std::optional<CurveSettings> curve;   ///< nothing: local users only, with every right
    bus::RateLimits limits;
    std::string metrics{};               ///< `127.0.0.1:9664`; empty: nobody is told any
    std::filesystem::path file;          ///< absolute; empty when there is none
    std::vector<PluginSettings> plugins; ///< those that klikd starts
};

/// What the command line says; it overrides the file.
struct Flags {
    std::optional<std::string> config;
    bool check_config = false;
    bool new_epoch = false;
    std::optional<std::string> data_dir;
    std::vector<std::string> municipalities; ///< `CODE=NAME`
    std::optional<std::string> live;
    std::optional<std::string> control;
    std::vector<std::string> platforms;
    std::optional<std::string> rules;
    std::optional<std::string> virtual_clock;
    std::optional<std::string> log_level;
};

/// The variables of the environment that say where state is kept; empty when not set.
struct Environment {
    std::string state_directory; ///< STATE_DIRECTORY, from systemd
    std::string xdg_state_home;  ///< XDG_STATE_HOME
    std::string home;            ///< HOME
};

/// Defaults, then the file, then the flags. All problems are found, those of the file with
/// `klikd.toml:LINE` as their path, those of a flag with the flag's name.
[[nodiscard]] std::expected<Config, std::vector<domain::Problem>>
load_config(const Flags& flags, const Environment& environment);

} // namespace klik::daemon
