#include "daemon/rule_file.hpp"

#include "codec/rule_set_toml.hpp"
#include "daemon/text_file.hpp"

#include <algorithm>
#include <iterator>

namespace klik::daemon {

std::expected<RuleFile, std::vector<domain::Problem>>
load_rule_file(const std::filesystem::path& path) {
    if (path.empty()) {
        return RuleFile{codec::default_rules(), std::string{codec::default_rules_toml()}};
    }
    auto text = read_text_file(path);
    if (!text) {
        return std::unexpected(std::vector{std::move(text.error())});
    }
    auto rules = codec::parse_rule_set(*text, path.native());
    if (!rules) {
        return std::unexpected(std::move(rules.error()));
    }
    return RuleFile{std::move(*rules), std::move(*text)};
}

std::expected<std::vector<RuleFile>, std::vector<domain::Problem>>
load_rule_files(const std::vector<MunicipalitySettings>& municipalities) {
    std::vector<RuleFile> files;
    std::vector<domain::Problem> problems;
    for (const auto& municipality : municipalities) {
        if (auto file = load_rule_file(municipality.rules)) {
            files.push_back(std::move(*file));
        } else {
            std::ranges::move(file.error(), std::back_inserter(problems));
        }
    }
    if (!problems.empty()) {
        return std::unexpected(std::move(problems));
    }
    return files;
}

} // namespace klik::daemon
