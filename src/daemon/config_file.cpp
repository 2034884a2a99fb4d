#include "daemon/config_file.hpp"

#include "codec/envelope.hpp"
#include "codec/toml_table_reader.hpp"
#include "daemon/plugin_tables.hpp"
#include "keys/key_pair.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <limits>

namespace klik::daemon {

namespace {

using codec::TomlProblems;
using codec::TomlTableReader;
using Problems = std::vector<domain::Problem>;

/// An empty one is none.
std::optional<std::string> name_of(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional{std::string{text}};
}

/// A file's name; an empty one is none.
std::optional<std::filesystem::path> path_of(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional{std::filesystem::path{text}};
}

std::filesystem::path path_in(const std::filesystem::path& folder, const TomlTableReader& table,
                              std::string_view key) {
    const auto path = table.parsed(key, path_of, "a text that names a file or folder");
    return path ? folder / *path : std::filesystem::path{};
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

ConfigFile::Municipality read_municipality(const toml::table& found,
                                           const std::filesystem::path& folder,
                                           bus::Protection protection, TomlProblems& problems) {
    const TomlTableReader table{
        found, "municipality", {"code", "name", "live", "control", "rules", "roles"}, problems};
    ConfigFile::Municipality municipality;
    municipality.code = table.required("code", domain::municipality_code, code_allowed)
                            .value_or(domain::MunicipalityCode{});
    municipality.name =
        table.required("name", name_of, "the name as on KLIK pages, such as \"Korsbæk Kommune\"")
            .value_or("");
    municipality.live = endpoint_in(table, "live", protection);
    municipality.control = endpoint_in(table, "control", protection);
    municipality.rules = path_in(folder, table, "rules");
    municipality.roles = path_in(folder, table, "roles");
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

std::vector<domain::MunicipalityCode> codes_in(const TomlTableReader& table,
                                               TomlProblems& problems) {
    std::vector<domain::MunicipalityCode> codes;
    constexpr std::string_view allowed = "a list of codes, such as [\"0101\"]";
    const auto* elements = table.list("municipalities", allowed);
    for (std::size_t i = 0; elements != nullptr && i < elements->size(); ++i) {
        const auto& element = (*elements)[i];
        const auto* text = element.as_string();
        if (const auto code = text ? domain::municipality_code(text->get()) : std::nullopt) {
            codes.push_back(*code);
        } else {
            problems.report(
                element.source(),
                fmt::format("`{}` must be {}", table.full_name("municipalities"), allowed));
        }
    }
    return codes;
}

std::optional<bus::Endpoint> platform_endpoint_in(const TomlTableReader& table,
                                                  std::string_view key,
                                                  bus::Protection protection) {
    const auto text = table.text(key);
    if (!text) {
        return std::nullopt;
    }
    const auto endpoint = bus::endpoint_to_connect(*text, protection);
    if (!endpoint) {
        table.report(key, fmt::format("{} {}", endpoint.error().path, endpoint.error().text));
        return std::nullopt;
    }
    return *endpoint;
}

std::string server_key_in(const TomlTableReader& table, const ConfigFile& config) {
    auto key =
        table.parsed("server_key", keys::key_in, "the platform's public key, 40 characters of Z85");
    if (key && !config.curve) {
        table.report("server_key", "`platform.server_key` needs a key of klikd's own; add a table "
                                   "[curve] (docs/configuration.md)");
    }
    return key.value_or("");
}

void read_platforms(const TomlTableReader& top, ConfigFile& config, TomlProblems& problems) {
    for (const auto* found : top.tables("platform")) {
        const TomlTableReader table{*found,
                                    "platform",
                                    {"name", "live", "control", "municipalities", "server_key"},
                                    problems};
        PlatformSettings platform;
        platform.name = table.parsed("name", platform_name, platform_name_allowed)
                            .value_or(default_platform_name(config.platforms.size()));
        platform.server_key = server_key_in(table, config);
        const auto protection =
            platform.server_key.empty() ? bus::Protection::none : bus::Protection::curve;
        if (const auto live = platform_endpoint_in(table, "live", protection)) {
            platform.live = *live;
        } else if (table.find("live") == nullptr) {
            table.report_missing("live", "the endpoint of its PUB socket, such as "
                                         "\"tcp://127.0.0.1:7500\"");
        }
        platform.control = platform_endpoint_in(table, "control", protection);
        platform.municipalities = codes_in(table, problems);
        config.platforms.push_back(std::move(platform));
    }
}

void read_log(const TomlTableReader& top, ConfigFile& config, const std::filesystem::path& folder,
              TomlProblems& problems) {
    if (const auto* found = top.table("log")) {
        constexpr int least_bytes = 1 << 16;
        constexpr int most_bytes = 1 << 30;
        constexpr int most_files = 100;
        const TomlTableReader table{
            *found, "log", {"level", "file", "file_bytes", "files"}, problems};
        config.log_level = table.parsed("level", log_level, log_levels_allowed);
        config.log_file = path_in(folder, table, "file");
        if (const auto bytes = table.whole("file_bytes", least_bytes, most_bytes)) {
            config.log_file_bytes = static_cast<std::size_t>(*bytes);
        }
        if (const auto files = table.whole("files", 1, most_files)) {
            config.log_files = static_cast<std::size_t>(*files);
        }
    }
}

void read_clock(const TomlTableReader& top, ConfigFile& config, TomlProblems& problems) {
    if (const auto* found = top.table("clock")) {
        const TomlTableReader table{*found, "clock", {"virtual"}, problems};
        config.virtual_clock =
            table.parsed("virtual", domain::utc_from_rfc3339, virtual_clock_allowed);
    }
}

void read_quarantine(const TomlTableReader& top, ConfigFile& config, TomlProblems& problems) {
    constexpr int most_messages = 1'000'000;
    constexpr int least_bytes = 1 << 20; // of one message
    constexpr int most_bytes = 1 << 30;
    constexpr int most_days = 30;
    const auto* found = top.table("quarantine");
    if (found == nullptr) {
        return;
    }
    const TomlTableReader table{*found, "quarantine", {"messages", "bytes", "days"}, problems};
    auto& limits = config.quarantine;
    if (const auto messages = table.whole("messages", 1, most_messages)) {
        limits.messages = static_cast<std::uint64_t>(*messages);
    }
    if (const auto bytes = table.whole("bytes", least_bytes, most_bytes)) {
        limits.bytes = static_cast<std::uint64_t>(*bytes);
    }
    limits.age = std::chrono::days{
        table.whole("days", 1, most_days).value_or(static_cast<int>(limits.age.count()))};
}

void read_curve(const TomlTableReader& top, ConfigFile& config, const std::filesystem::path& folder,
                TomlProblems& problems) {
    const auto* found = top.table("curve");
    if (found == nullptr) {
        return;
    }
    const TomlTableReader table{
        *found, "curve", {"secret_key", "secret_key_credential", "authorised_keys"}, problems};
    const auto file = [&](std::string_view key, std::string_view allowed) {
        return folder / table.required(key, path_of, allowed).value_or("");
    };
    CurveSettings curve;
    if (const auto credential =
            table.parsed("secret_key_credential", name_of, "a text that names a credential")) {
        curve.secret_key_credential = *credential;
        if (found->contains("secret_key")) {
            table.report("secret_key_credential",
                         "`secret_key` and `secret_key_credential` are two places for one key; "
                         "keep one of them");
        }
    } else {
        curve.secret_key = file("secret_key", "the file that klikctl keygen made for klikd");
    }
    curve.authorised_keys = file("authorised_keys", "the file with the keys that klikd lets in");
    config.curve = std::move(curve);
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

void read_metrics(const TomlTableReader& top, ConfigFile& config, TomlProblems& problems) {
    const auto* found = top.table("metrics");
    if (found == nullptr) {
        return;
    }
    const TomlTableReader table{*found, "metrics", {"listen"}, problems};
    const auto text = table.text("listen");
    if (!text) {
        if (table.find("listen") == nullptr) {
            table.report_missing("listen", "where they are read, such as \"127.0.0.1:9664\"");
        }
        return;
    }
    if (auto address = bus::loopback_address(*text)) {
        config.metrics = *std::move(address);
    } else {
        table.report("listen", fmt::format("`{}`: {} {}", table.full_name("listen"),
                                           address.error().path, address.error().text));
    }
}

ConfigFile read(const toml::table& parsed, const std::filesystem::path& folder,
                TomlProblems& problems) {
    const TomlTableReader top{parsed,
                              "",
                              {"data_dir", "rules", "municipality", "platform", "log", "clock",
                               "quarantine", "curve", "limits", "metrics", "plugins"},
                              problems};
    ConfigFile config;
    config.data_dir = path_in(folder, top, "data_dir");
    config.rules = path_in(folder, top, "rules");
    read_curve(top, config, folder, problems); // what may be bound depends on it
    read_limits(top, config, problems);
    read_municipalities(top, config, folder, problems);
    read_platforms(top, config, problems);
    read_log(top, config, folder, problems);
    read_clock(top, config, problems);
    read_quarantine(top, config, problems);
    read_metrics(top, config, problems);
    config.plugins = read_plugins(top, folder, problems);
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

std::optional<std::string> platform_name(std::string_view text) {
    constexpr std::size_t longest = 64;
    const bool fits = !text.empty() && text.size() <= longest &&
                      std::ranges::all_of(text, codec::stands_in_topics);
    return fits ? std::optional{std::string{text}} : std::nullopt;
}

std::string default_platform_name(std::size_t before) {
    return before == 0 ? "platform" : fmt::format("platform-{}", before + 1);
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
