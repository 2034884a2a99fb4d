#include "ctl/operator_file.hpp"

#include <toml++/toml.h>

#include <fstream>
#include <sstream>

namespace klik::ctl {

namespace {

constexpr int first_live_port = 7510;

std::string loopback(std::size_t port) {
    return "tcp://127.0.0.1:" + std::to_string(port);
}

std::vector<OperatorFile::Municipality> municipalities_of(const toml::table& top) {
    std::vector<OperatorFile::Municipality> found;
    if (const auto* tables = top["municipality"].as_array()) {
        for (const auto& each : *tables) {
            const toml::node_view<const toml::node> table{each};
            const auto port = first_live_port + 2 * found.size();
            found.push_back({table["code"].value_or(std::string{}),
                             table["live"].value_or(loopback(port)),
                             table["control"].value_or(loopback(port + 1))});
        }
    }
    if (found.empty()) {
        found.push_back({"9999", loopback(first_live_port), loopback(first_live_port + 1)});
    }
    return found;
}

std::vector<OperatorFile::Platform> platforms_of(const toml::table& top) {
    std::vector<OperatorFile::Platform> found;
    const auto* tables = top["platform"].as_array();
    if (tables == nullptr) {
        return found;
    }
    for (const auto& each : *tables) {
        const toml::node_view<const toml::node> table{each};
        const auto name = table["name"].value_or(std::string{"platform"});
        for (const char* const key : {"live", "control"}) {
            if (const auto endpoint = table[key].value<std::string>()) {
                found.push_back({name, *endpoint, std::string_view{key} == "live",
                                 table["server_key"].value_or(std::string{})});
            }
        }
    }
    return found;
}

std::vector<std::string> unit_plugins_of(const toml::table& top) {
    std::vector<std::string> found;
    if (const auto* tables = top["plugins"].as_table()) {
        for (const auto& [name, table] : *tables) {
            const toml::node_view<const toml::node> settings{table};
            if (!settings["start"].value_or(true)) {
                found.emplace_back(name.str());
            }
        }
    }
    return found;
}

bool names_a_credential(const toml::table& table) {
    for (const auto& [key, node] : table) {
        if (key.str().ends_with("_credential")) {
            return true;
        }
        if (const auto* inner = node.as_table(); inner != nullptr && names_a_credential(*inner)) {
            return true;
        }
    }
    return false;
}

} // namespace

std::optional<OperatorFile> read_operator_file(const std::filesystem::path& path) {
    const std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) {
        return std::nullopt;
    }
    toml::table top;
    try {
        top = toml::parse(text.view(), path.native());
    } catch (const toml::parse_error&) {
        return std::nullopt;
    }
    std::error_code ignored;
    const auto folder = std::filesystem::absolute(path, ignored).parent_path();
    const auto path_of = [&folder](const std::string& words) {
        return words.empty() ? std::filesystem::path{} : folder / words;
    };
    OperatorFile found;
    found.data = path_of(top["data_dir"].value_or(std::string{}));
    found.log_file = path_of(top["log"]["file"].value_or(std::string{}));
    found.municipalities = municipalities_of(top);
    found.platforms = platforms_of(top);
    found.unit_plugins = unit_plugins_of(top);
    if (const auto listen = top["metrics"]["listen"].value<std::string>()) {
        found.metrics = "tcp://" + *listen;
    }
    found.own_key = path_of(top["curve"]["secret_key"].value_or(std::string{}));
    found.own_key_credential = top["curve"]["secret_key_credential"].value_or(std::string{});
    found.has_curve = top["curve"].is_table();
    found.has_virtual_clock = top["clock"]["virtual"].is_string();
    found.uses_credentials = names_a_credential(top);
    return found;
}

} // namespace klik::ctl
