#include "daemon/rule_file.hpp"

#include "codec/rule_set_toml.hpp"
#include "daemon/text_file.hpp"

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

} // namespace klik::daemon
