#include "common/settings.hpp"

#include "common/text.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <fstream>
#include <sstream>

namespace klik::common {

namespace {

constexpr int first_port = 7511; // klikd's, docs/configuration.md

std::filesystem::path folder_of(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::absolute(path, ignored).parent_path();
}

const toml::table& empty_table() {
    static const toml::table none;
    return none;
}

const toml::table* table_in(const SettingsFile& file, std::string_view plugin) {
    const auto* found = file.top()["plugins"][plugin].as_table();
    return found != nullptr ? found : &empty_table();
}

bool has_certificate(const std::filesystem::path& path) {
    std::ifstream file{path};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("-----BEGIN ") && line.contains("CERTIFICATE-----")) {
            return true;
        }
    }
    return false;
}

std::string default_control(std::size_t position) {
    return fmt::format("tcp://127.0.0.1:{}", first_port + 2 * static_cast<int>(position));
}

} // namespace

SettingsFile::SettingsFile(std::filesystem::path path)
    : path_{std::move(path)}, folder_{folder_of(path_)} {
    const std::ifstream file{path_};
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) {
        mistakes_.push_back(path_.native() + ": cannot be read");
        return;
    }
    try {
        top_ = toml::parse(text.view(), path_.native());
    } catch (const toml::parse_error& failure) {
        report(failure.source(), failure.description());
    }
}

void SettingsFile::report(const toml::source_region& where, std::string_view words) {
    const auto text = one_line(words); // some are of the file's own, line ends among them
    mistakes_.push_back(where.begin.line == 0
                            ? fmt::format("{}: {}", path_.native(), text)
                            : fmt::format("{}:{}: {}", path_.native(), where.begin.line, text));
}

std::vector<Municipality> SettingsFile::municipalities() const {
    std::vector<Municipality> found;
    if (const auto* tables = top_["municipality"].as_array()) {
        for (const auto& each : *tables) {
            const toml::node_view<const toml::node> table{each};
            found.push_back({table["code"].value_or(std::string{}),
                             table["control"].value_or(default_control(found.size()))});
        }
    }
    return found.empty() ? std::vector<Municipality>{{"9999", default_control(0)}} : found;
}

spdlog::level::level_enum SettingsFile::log_level() const {
    const auto level = spdlog::level::from_str(top_["log"]["level"].value_or(std::string{"info"}));
    return level == spdlog::level::off ? spdlog::level::info : level;
}

Section::Section(SettingsFile& file, std::string_view plugin)
    : file_{file}, name_{fmt::format("plugins.{}", plugin)}, table_{table_in(file, plugin)} {
    known_ = {"program", "start", "arguments"}; // klikd's, which starts plugins
}

Section::Section(Section& parent, std::string_view key)
    : file_{parent.file_}, name_{fmt::format("{}.{}", parent.name_, key)}, table_{&empty_table()} {
    const auto* node = parent.look_up(key);
    if (node == nullptr) {
        return;
    }
    if (const auto* table = node->as_table()) {
        table_ = table;
    } else {
        parent.refuse(key, fmt::format("a table, [{}]", name_));
    }
}

std::vector<std::string> Section::keys() const {
    std::vector<std::string> keys;
    for (const auto& [key, node] : *table_) {
        keys.emplace_back(key.str());
    }
    return keys;
}

const toml::node* Section::look_up(std::string_view key) {
    known_.emplace(key);
    return table_->get(key);
}

std::optional<std::string> Section::text(std::string_view key) {
    const auto* node = look_up(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    if (const auto* value = node->as_string()) {
        return value->get();
    }
    refuse(key, "a text in quotes");
    return std::nullopt;
}

std::optional<std::vector<std::string>> Section::texts(std::string_view key) {
    const auto* node = look_up(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto* list = node->as_array();
    if (list == nullptr || !(list->empty() || list->is_homogeneous<std::string>())) {
        refuse(key, "a list of texts, such as [\"a\", \"b\"]");
        return std::nullopt;
    }
    std::vector<std::string> texts;
    for (const auto& each : *list) {
        texts.push_back(each.value_or(std::string{}));
    }
    return texts;
}

std::optional<bool> Section::flag(std::string_view key) {
    const auto* node = look_up(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    if (const auto* value = node->as_boolean()) {
        return value->get();
    }
    refuse(key, "true or false");
    return std::nullopt;
}

std::optional<std::int64_t> Section::whole(std::string_view key, std::int64_t lowest,
                                           std::int64_t highest) {
    const auto* node = look_up(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto* value = node->as_integer();
    if (value == nullptr || value->get() < lowest || value->get() > highest) {
        refuse(key, fmt::format("a whole number from {} to {}", lowest, highest));
        return std::nullopt;
    }
    return value->get();
}

std::optional<std::filesystem::path> Section::file(std::string_view key) {
    const auto path_of = [&](std::string_view words) {
        return words.empty() ? std::nullopt
                             : std::optional{file_.folder() / std::filesystem::path{words}};
    };
    return parsed(key, path_of, "a text that names a file");
}

std::optional<std::filesystem::path> Section::certificates(std::string_view key) {
    auto path = file(key);
    if (path && !has_certificate(*path)) {
        refuse(key, "a file with certificates (PEM)");
        return std::nullopt;
    }
    return path;
}

std::optional<std::string> Section::secret(const std::string& name) {
    const std::string file_key = name + "_file";
    const std::string credential_key = name + "_credential";
    const auto path = file(file_key);
    const auto credential = text(credential_key);
    if (path && credential) {
        report(credential_key,
               fmt::format("`{}` and `{}` are two places for one secret; keep one of them",
                           file_key, credential_key));
        return std::nullopt;
    }
    if (!path && !credential) {
        return std::nullopt;
    }
    auto read = path ? read_secret_file(path->native()) : read_credential(*credential);
    if (!read) {
        report(path ? file_key : credential_key, read.error().text);
        return std::nullopt;
    }
    return *std::move(read);
}

std::optional<CurveKeys> Section::curve_keys() {
    const auto own = file("key");
    const auto credential = text("key_credential");
    const auto server = text("server_key");
    if (own && credential) {
        report("key_credential",
               "`key` and `key_credential` are two places for one key; keep one of them");
        return std::nullopt;
    }
    const bool has_own = own || credential;
    if (has_own != server.has_value()) {
        refuse(has_own ? "server_key" : "key",
               "there where the other of `key` (or `key_credential`) and `server_key` is");
        return std::nullopt;
    }
    if (!has_own) {
        return std::nullopt;
    }
    constexpr std::size_t key_size = 40; // of Z85; anything else is a file
    const auto public_key =
        server->size() == key_size ? *server : (file_.folder() / *server).native();
    auto keys = own ? read_curve_keys(own->native(), public_key)
                    : read_curve_keys_of_credential(*credential, public_key);
    if (!keys) {
        report(own ? "key" : "key_credential", keys.error().text);
        return std::nullopt;
    }
    return *std::move(keys);
}

void Section::refuse(std::string_view key, std::string_view allowed) {
    report(key, fmt::format("`{}.{}` {} {}", name_, key,
                            has(key) ? "must be" : "is missing; it must be", allowed));
}

void Section::report(std::string_view key, std::string_view text) {
    const auto* node = look_up(key);
    file_.report(node != nullptr ? node->source() : table_->source(), text);
}

void Section::finish() {
    for (const auto& [key, node] : *table_) {
        if (!known_.contains(key.str())) {
            file_.report(key.source(), fmt::format("there is no key `{}.{}`; allowed here are {}",
                                                   name_, key.str(), fmt::join(known_, ", ")));
        }
    }
}

} // namespace klik::common
