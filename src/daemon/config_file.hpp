#pragma once

#include "daemon/config.hpp"

#include <string_view>

namespace klik::daemon {

/// What a configuration file says; what it does not say is empty.
struct ConfigFile {
    struct Municipality {
        domain::MunicipalityCode code;
        std::string name;
        std::optional<bus::Endpoint> live;
        std::optional<bus::Endpoint> control;
        std::filesystem::path rules;
        std::filesystem::path roles{};
    };
    std::filesystem::path data_dir;
    std::filesystem::path rules; ///< of municipalities that name none
    std::vector<Municipality> municipalities;
    std::vector<PlatformSettings> platforms; ///< no `municipalities` stands for all of them
    std::optional<LogLevel> log_level;
    std::filesystem::path log_file;
    std::size_t log_file_bytes = default_log_file_bytes;
    std::size_t log_files = default_log_files;
    std::optional<domain::UtcTime> virtual_clock;
    journal::QuarantineLimits quarantine;
    std::optional<CurveSettings> curve;
    bus::RateLimits limits;
    std::string metrics{}; ///< where they are read; empty: they are off
    std::vector<PluginSettings> plugins;

    [[nodiscard]] bus::Protection protection() const {
        return curve ? bus::Protection::curve : bus::Protection::none;
    }
};

/// Reads the text of a file. `file_name` stands in problems; relative paths in the text start at
/// `folder`.
[[nodiscard]] std::expected<ConfigFile, std::vector<domain::Problem>>
parse_config_file(std::string_view toml, std::string_view file_name,
                  const std::filesystem::path& folder);

[[nodiscard]] std::optional<std::string> platform_name(std::string_view text);
inline constexpr std::string_view platform_name_allowed =
    "at most 64 of the characters A-Z a-z 0-9 . _ : -";
/// Of a platform that has none, behind so many others.
[[nodiscard]] std::string default_platform_name(std::size_t before);
[[nodiscard]] std::optional<LogLevel> log_level(std::string_view name);
inline constexpr std::string_view log_levels_allowed = "one of debug, info, warning, error";
inline constexpr std::string_view virtual_clock_allowed =
    "a time of RFC 3339, such as \"2024-02-01T08:00:00+01:00\"";
inline constexpr std::string_view code_allowed = "four digits, such as \"0101\"";

} // namespace klik::daemon
