#pragma once

#include "codec/roles_toml.hpp"
#include "daemon/config.hpp"
#include "domain/problem.hpp"
#include "domain/rule_set.hpp"

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace klik::daemon {

struct RuleFile {
    domain::RuleSet rules;
    std::string toml; ///< what `rules` was read from
    /// Who holds which role; empty where the municipality has no such file.
    codec::RolesFile roles{};
};

/// Why files were not read.
struct RefusedFiles {
    /// What is wrong with each municipality's file, in their order; empty where nothing is. It may
    /// name what is nobody else's business.
    std::vector<std::vector<domain::Problem>> problems;

    /// Those of all municipalities.
    [[nodiscard]] std::vector<domain::Problem> all() const;
};

/// A municipality's rule set, whole or with all that is wrong with it. An empty path stands for the
/// default rules.
[[nodiscard]] std::expected<RuleFile, std::vector<domain::Problem>>
load_rule_file(const std::filesystem::path& path);

/// Those of all municipalities, in their order, or all that is wrong with any.
[[nodiscard]] std::expected<std::vector<RuleFile>, RefusedFiles>
load_rule_files(const std::vector<MunicipalitySettings>& municipalities);
/// The same for their files of roles; a municipality that names none has no roles in it.
[[nodiscard]] std::expected<std::vector<codec::RolesFile>, RefusedFiles>
load_roles_files(const std::vector<MunicipalitySettings>& municipalities);

} // namespace klik::daemon
