#include "daemon/rule_file.hpp"

#include "codec/rule_set_toml.hpp"
#include "daemon/text_file.hpp"

#include <algorithm>
#include <iterator>

namespace klik::daemon {

namespace {

std::expected<codec::RolesFile, std::vector<domain::Problem>>
load_roles_file(const std::filesystem::path& path) {
    if (path.empty()) {
        return codec::RolesFile{};
    }
    const auto text = read_text_file(path);
    if (!text) {
        return std::unexpected(std::vector{text.error()});
    }
    return codec::parse_roles_file(*text, path.native());
}

/// What `load` reads for each municipality, or all that is wrong with any.
template <class Load>
auto load_all(const std::vector<MunicipalitySettings>& municipalities, Load load) {
    using File = typename decltype(load(municipalities.front()))::value_type;
    std::expected<std::vector<File>, RefusedFiles> files;
    RefusedFiles refused;
    for (const auto& municipality : municipalities) {
        auto& problems = refused.problems.emplace_back();
        if (auto file = load(municipality)) {
            files->push_back(*std::move(file));
        } else {
            problems = std::move(file.error());
        }
    }
    if (files->size() < municipalities.size()) {
        files = std::unexpected(std::move(refused));
    }
    return files;
}

} // namespace

std::vector<domain::Problem> RefusedFiles::all() const {
    std::vector<domain::Problem> all;
    for (const auto& of_one : problems) {
        std::ranges::copy(of_one, std::back_inserter(all));
    }
    return all;
}

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

std::expected<std::vector<RuleFile>, RefusedFiles>
load_rule_files(const std::vector<MunicipalitySettings>& municipalities) {
    return load_all(municipalities, [](const MunicipalitySettings& municipality) {
        return load_rule_file(municipality.rules);
    });
}

std::expected<std::vector<codec::RolesFile>, RefusedFiles>
load_roles_files(const std::vector<MunicipalitySettings>& municipalities) {
    return load_all(municipalities, [](const MunicipalitySettings& municipality) {
        return load_roles_file(municipality.roles);
    });
}

} // namespace klik::daemon
