#include "daemon/config.hpp"

#include "daemon/config_file.hpp"
#include "daemon/text_file.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::daemon {

namespace {

using Problems = std::vector<domain::Problem>;

constexpr unsigned first_default_port = 7510;

bool picked_by_system(const bus::Endpoint& endpoint) {
    return endpoint.address.ends_with(":0");
}

bus::Endpoint loopback(unsigned port) {
    return {fmt::format("tcp://127.0.0.1:{}", port)};
}

std::expected<ConfigFile, Problems> file_of(const Flags& flags) {
    if (!flags.config) {
        return ConfigFile{};
    }
    const std::filesystem::path path{*flags.config};
    const auto text = read_text_file(path);
    if (!text) {
        return std::unexpected(Problems{text.error()});
    }
    return parse_config_file(*text, path.filename().native(), path.parent_path());
}

/// `CODE=NAME`s; their sockets and rules are as in the file where it knows the code.
std::vector<ConfigFile::Municipality> municipalities_of(const Flags& flags, const ConfigFile& file,
                                                        Problems& problems) {
    std::vector<ConfigFile::Municipality> chosen;
    for (const auto& text : flags.municipalities) {
        const auto equals = text.find('=');
        const auto code = domain::municipality_code(text.substr(0, equals));
        if (!code || equals == std::string::npos || equals + 1 == text.size()) {
            problems.push_back(
                {"malformed", "--municipality",
                 fmt::format("{} must be CODE=NAME, such as 9999=\"Korsbæk Kommune\"", text)});
            continue;
        }
        const auto same_code = [&](const auto& other) { return other.code == *code; };
        if (std::ranges::any_of(chosen, same_code)) {
            problems.push_back(
                {"malformed", "--municipality", fmt::format("{} is given twice", code->value)});
            continue;
        }
        const auto in_file = std::ranges::find_if(file.municipalities, same_code);
        ConfigFile::Municipality municipality;
        if (in_file != file.municipalities.end()) {
            municipality = *in_file;
        }
        municipality.code = *code;
        municipality.name = text.substr(equals + 1);
        chosen.push_back(std::move(municipality));
    }
    return chosen;
}

std::optional<bus::Endpoint> endpoint_of(const std::optional<std::string>& text,
                                         std::string_view flag, bus::Protection protection,
                                         Problems& problems) {
    if (!text) {
        return std::nullopt;
    }
    auto endpoint = bus::endpoint_to_bind(*text, protection);
    if (!endpoint) {
        problems.push_back(
            {"malformed", std::string{flag}, endpoint.error().path + " " + endpoint.error().text});
        return std::nullopt;
    }
    return *endpoint;
}

/// Each municipality has its own pair of ports above that of the one before, unless the system
/// picks those of the first: then it picks the others as well.
std::vector<MunicipalitySettings> settings_of(const std::vector<ConfigFile::Municipality>& chosen,
                                              const Flags& flags, const ConfigFile& file,
                                              Problems& problems) {
    std::vector<MunicipalitySettings> settings;
    unsigned port = first_default_port;
    for (const auto& municipality : chosen) {
        MunicipalitySettings made{municipality.code,
                                  municipality.name,
                                  municipality.live.value_or(loopback(port)),
                                  municipality.control.value_or(loopback(port + 1)),
                                  municipality.rules.empty() ? file.rules : municipality.rules,
                                  municipality.roles};
        if (settings.empty()) {
            const auto protection = file.protection();
            made.live = endpoint_of(flags.live, "--live", protection, problems).value_or(made.live);
            made.control = endpoint_of(flags.control, "--control", protection, problems)
                               .value_or(made.control);
        } else {
            if (!municipality.live && picked_by_system(settings.front().live)) {
                made.live = loopback(0);
            }
            if (!municipality.control && picked_by_system(settings.front().control)) {
                made.control = loopback(0);
            }
        }
        if (flags.rules) {
            made.rules = *flags.rules;
        }
        settings.push_back(std::move(made));
        port += 2;
    }
    return settings;
}

void report_shared_endpoints(const std::vector<MunicipalitySettings>& municipalities,
                             const std::string& metrics, Problems& problems) {
    std::vector<std::string> seen;
    if (!metrics.empty()) {
        seen.push_back("tcp://" + metrics);
    }
    for (const auto& municipality : municipalities) {
        for (const auto& endpoint : {municipality.live, municipality.control}) {
            if (picked_by_system(endpoint)) {
                continue;
            }
            if (std::ranges::find(seen, endpoint.address) != seen.end()) {
                problems.push_back(
                    {"malformed", endpoint.address,
                     fmt::format("is given to two sockets, the second of them of municipality {}; "
                                 "each needs one of its own",
                                 municipality.code.value)});
            }
            seen.push_back(endpoint.address);
        }
    }
}

std::vector<PlatformSettings> platforms_told(const Flags& flags, const ConfigFile& file,
                                             Problems& problems) {
    if (flags.platforms.empty()) {
        return file.platforms;
    }
    std::vector<PlatformSettings> platforms;
    for (const auto& text : flags.platforms) {
        if (auto endpoint = bus::endpoint_to_connect(text)) {
            platforms.push_back({default_platform_name(platforms.size()), *endpoint, {}, {}});
        } else {
            problems.push_back(
                {"malformed", "--platform", endpoint.error().path + " " + endpoint.error().text});
        }
    }
    return platforms;
}

/// A platform that names no municipality may speak of all that are served.
void check_platform(PlatformSettings& platform, const std::vector<MunicipalitySettings>& served,
                    Problems& problems) {
    if (platform.municipalities.empty()) {
        for (const auto& municipality : served) {
            platform.municipalities.push_back(municipality.code);
        }
    }
    for (const auto& code : platform.municipalities) {
        if (std::ranges::find(served, code, &MunicipalitySettings::code) == served.end()) {
            problems.push_back(
                {"malformed", fmt::format("platform {}", platform.name),
                 fmt::format("speaks of {}, which is none of the municipalities served here",
                             code.value)});
        }
    }
    if (platform.control && platform.municipalities.size() != 1) {
        problems.push_back({"malformed", fmt::format("platform {}", platform.name),
                            "has a `control`, whose stream speaks of one municipality; name that "
                            "one in `municipalities`"});
    }
}

std::vector<PlatformSettings> platforms_of(const Flags& flags, const ConfigFile& file,
                                           const std::vector<MunicipalitySettings>& served,
                                           Problems& problems) {
    auto platforms = platforms_told(flags, file, problems);
    for (std::size_t i = 0; i < platforms.size(); ++i) {
        check_platform(platforms[i], served, problems);
        for (std::size_t before = 0; before < i; ++before) {
            if (platforms[before].name == platforms[i].name) {
                problems.push_back({"malformed", fmt::format("platform {}", platforms[i].name),
                                    "is named twice; give each a name of its own"});
            }
        }
    }
    return platforms;
}

std::filesystem::path data_dir_of(const Flags& flags, const ConfigFile& file,
                                  const Environment& environment, Problems& problems) {
    if (flags.data_dir) {
        if (flags.data_dir->empty()) {
            problems.push_back({"malformed", "--data-dir", "must name a folder"});
        }
        return *flags.data_dir;
    }
    if (!file.data_dir.empty()) {
        return file.data_dir;
    }
    if (!environment.state_directory.empty()) {
        // systemd gives several with colons between; the first is ours.
        return environment.state_directory.substr(0, environment.state_directory.find(':'));
    }
    if (!environment.xdg_state_home.empty()) {
        return std::filesystem::path{environment.xdg_state_home} / "klikd";
    }
    if (!environment.home.empty()) {
        return std::filesystem::path{environment.home} / ".local/state/klikd";
    }
    problems.push_back(
        {"malformed", "data_dir",
         "is not given, and neither STATE_DIRECTORY, XDG_STATE_HOME nor HOME is set; "
         "start klikd with --data-dir DIR"});
    return {};
}

} // namespace

std::expected<Config, Problems> load_config(const Flags& flags, const Environment& environment) {
    const auto file = file_of(flags);
    if (!file) {
        return std::unexpected(file.error());
    }
    Problems problems;
    auto chosen = municipalities_of(flags, *file, problems);
    if (flags.municipalities.empty()) {
        chosen = file->municipalities;
    }
    if (chosen.empty()) {
        chosen.push_back(
            {.code = {"9999"}, .name = "Korsbæk Kommune", .live = {}, .control = {}, .rules = {}});
    }
    Config config;
    config.data_dir = data_dir_of(flags, *file, environment, problems);
    config.municipalities = settings_of(chosen, flags, *file, problems);
    config.metrics = file->metrics;
    report_shared_endpoints(config.municipalities, config.metrics, problems);
    config.platforms = platforms_of(flags, *file, config.municipalities, problems);
    config.log_level = file->log_level.value_or(LogLevel::info);
    config.log_file = file->log_file;
    config.log_file_bytes = file->log_file_bytes;
    config.log_files = file->log_files;
    config.virtual_clock = file->virtual_clock;
    config.quarantine = file->quarantine;
    config.curve = file->curve;
    config.limits = file->limits;
    config.file = flags.config ? std::filesystem::absolute(*flags.config) : "";
    config.plugins = file->plugins;
    if (flags.log_level) {
        if (const auto level = log_level(*flags.log_level)) {
            config.log_level = *level;
        } else {
            problems.push_back(
                {"malformed", "--log-level", fmt::format("must be {}", log_levels_allowed)});
        }
    }
    if (flags.virtual_clock) {
        config.virtual_clock = domain::utc_from_rfc3339(*flags.virtual_clock);
        if (!config.virtual_clock) {
            problems.push_back(
                {"malformed", "--virtual-clock", fmt::format("must be {}", virtual_clock_allowed)});
        }
    }
    if (!problems.empty()) {
        return std::unexpected(std::move(problems));
    }
    return config;
}

} // namespace klik::daemon
