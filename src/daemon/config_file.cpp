#include "daemon/config_file.hpp"

#include "codec/toml_table_reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <limits>

namespace klik::daemon {

namespace {

using codec::TomlProblems;
using codec::TomlTableReader;
using Problems = std::vector<domain::Problem>;

std::filesystem::path path_in(const std::filesystem::path& folder, const TomlTableReader& table,
                              std::string_view key) {
    const auto text = table.text(key);
    return text ? folder / *text : std::filesystem::path{};
}

std::optional<bus::Endpoint> endpoint_in(const TomlTableReader& table, std::string_view key,
                                         bus::Protection protection) {
    const auto text = table.text(key);
    if (!text) {
        return std::nullopt;
    }
    const auto endpoint = bus::endpoint_to_bind(*text, protection);
    if (!endpoint) {
        table.report(key, fmt::format("`{}`: {} {}", table.full_name(key), endpoint.error().path,
                                      endpoint.error().text));
        return std::nullopt;
    }
    return *endpoint;
}

/// Reads a key that has to be there.
template <class Read>
auto required(const TomlTableReader& table, std::string_view key, Read read,
              std::string_view allowed) {
    if (table.find(key) == nullptr) {
        table.report(key,
                     fmt::format("`{}` is missing; it must be {}", table.full_name(key), allowed));
    }
    return table.parsed(key, read, allowed);
}

/// A file's name; an empty one is none.
std::optional<std::filesystem::path> path_of(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional{std::filesystem::path{text}};
}

ConfigFile::Municipality read_municipality(const toml::table& found,
                                           const std::filesystem::path& folder,
                                           bus::Protection protection, TomlProblems& problems) {
    const TomlTableReader table{
        found, "municipality", {"code", "name", "live", "control", "rules"}, problems};
    const auto name_of = [](std::string_view text) {
        return text.empty() ? std::nullopt : std::optional{std::string{text}};
    };
    ConfigFile::Municipality municipality;
    municipality.code = required(table, "code", domain::municipality_code, code_allowed)
                            .value_or(domain::MunicipalityCode{});
    municipality.name =
        required(table, "name", name_of, "the name as on KLIK pages, such as \"Korsbæk Kommune\"")
            .value_or("");
    municipality.live = endpoint_in(table, "live", protection);
    municipality.control = endpoint_in(table, "control", protection);
    municipality.rules = path_in(folder, table, "rules");
    return municipality;
}

void read_municipalities(const TomlTableReader& top, ConfigFile& config,
                         const std::filesystem::path& folder, TomlProblems& problems) {
    for (const auto* found : top.tables("municipality")) {
        auto municipality = read_municipality(*found, folder, config.protection(), problems);
        const bool repeated = !municipality.code.value.empty() &&
                              std::ranges::any_of(config.municipalities, [&](const auto& earlier) {
                                  return earlier.code == municipality.code;
                              });
        if (repeated) {
            problems.report(found->source(),
                            fmt::format("`municipality.code` {} stands twice; each code only once",
                                        municipality.code.value));
        }
        config.municipalities.push_back(std::move(municipality));
    }
}

void read_platform(const TomlTableReader& top, ConfigFile& config, TomlProblems& problems) {
    const auto* found = top.table("platform");
    if (found == nullptr) {
        return;
    }
    constexpr std::string_view allowed = "a list of endpoints, such as [\"tcp://127.0.0.1:7500\"]";
    const TomlTableReader table{*found, "platform", {"endpoints"}, problems};
    const auto* endpoints = table.list("endpoints", allowed);
    if (endpoints == nullptr) {
        return;
    }
    for (const auto& element : *endpoints) {
        const auto* text = element.as_string();
        const auto endpoint =
            text == nullptr
                ? domain::malformed("platform.endpoints", fmt::format("must be {}", allowed))
                : bus::endpoint_to_connect(text->get());
        if (endpoint) {
            config.platforms.push_back(*endpoint);
        } else {
            problems.report(element.source(),
                            fmt::format("{} {}", endpoint.error().path, endpoint.error().text));
        }
    }
}

void read_log(const TomlTableReader& top, ConfigFile& config, const std::filesystem::path& folder,
              TomlProblems& problems) {
    if (const auto* found = top.table("log")) {
        const TomlTableReader table{*found, "log", {"level", "file"}, problems};
        config.log_level = table.parsed("level", log_level, log_levels_allowed);
        config.log_file = path_in(folder, table, "file");
    }
}

void read_clock(const TomlTableReader& top, ConfigFile& config, TomlProblems& problems) {
    if (const auto* found = top.table("clock")) {
        const TomlTableReader table{*found, "clock", {"virtual"}, problems};
        config.virtual_clock =
            table.parsed("virtual", domain::utc_from_rfc3339, virtual_clock_allowed);
    }
}

void read_curve(const TomlTableReader& top, ConfigFile& config, const std::filesystem::path& folder,
                TomlProblems& problems) {
    if (const auto* found = top.table("curve")) {
        const TomlTableReader table{*found, "curve", {"secret_key", "authorised_keys"}, problems};
        const auto file = [&](std::string_view key, std::string_view allowed) {
            return folder / required(table, key, path_of, allowed).value_or("");
        };
        config.curve =
            CurveSettings{file("secret_key", "the file that klikctl keygen made for klikd"),
                          file("authorised_keys", "the file with the keys that klikd lets in")};
    }
}

void read_limits(const TomlTableReader& top, ConfigFile& config, TomlProblems& problems) {
    const auto* found = top.table("limits");
    if (found == nullptr) {
        return;
    }
    const TomlTableReader table{
        *found, "limits", {"messages_per_second", "bytes_per_second"}, problems};
    const auto read = [&](std::string_view key, std::uint32_t& limit) {
        constexpr int most = std::numeric_limits<int>::max();
        if (const auto value = table.whole(key, 1, most)) {
            limit = static_cast<std::uint32_t>(*value);
        }
    };
    read("messages_per_second", config.limits.messages_per_second);
    read("bytes_per_second", config.limits.bytes_per_second);
}

ConfigFile read(const toml::table& parsed, const std::filesystem::path& folder,
                TomlProblems& problems) {
    const TomlTableReader top{
        parsed,
        "",
        {"data_dir", "rules", "municipality", "platform", "log", "clock", "curve", "limits"},
        problems};
    ConfigFile config;
    config.data_dir = path_in(folder, top, "data_dir");
    config.rules = path_in(folder, top, "rules");
    read_curve(top, config, folder, problems); // what may be bound depends on it
    read_limits(top, config, problems);
    read_municipalities(top, config, folder, problems);
    read_platform(top, config, problems);
    read_log(top, config, folder, problems);
    read_clock(top, config, problems);
    return config;
}

} // namespace

std::expected<ConfigFile, Problems> parse_config_file(std::string_view toml,
                                                      std::string_view file_name,
                                                      const std::filesystem::path& folder) {
    TomlProblems problems{file_name, {}};
    try {
        ConfigFile config = read(toml::parse(toml, file_name), folder, problems);
        if (problems.found.empty()) {
            return config;
        }
    } catch (const toml::parse_error& failure) {
        problems.report(failure.source(), std::string{failure.description()});
    }
    return std::unexpected(std::move(problems.found));
}

std::optional<LogLevel> log_level(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, LogLevel>, 4> names{
        {{"debug", LogLevel::debug},
         {"info", LogLevel::info},
         {"warning", LogLevel::warning},
         {"error", LogLevel::error}}};
    const auto* const found =
        std::ranges::find(names, name, [](const auto& pair) { return pair.first; });
    return found == names.end() ? std::nullopt : std::optional{found->second};
}

} // namespace klik::daemon
