#pragma once

#include "common/settings.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace klik::portfolio {

/// What of an issue holds a phase or a theme.
enum class RedminePlace { none, category, version };
/// The relation that stands for "has to be done before".
enum class RedmineRelation { blocks, precedes };

/// `[plugins.portfolio.redmine]`: docs/portfolio-adapters.md.
struct RedmineSettings {
    std::string server; ///< base URL without a slash at its end
    std::string key;
    std::optional<std::filesystem::path> ca_file;
    std::string tracker;
    /// Name or number of the custom field that carries the KLIK number; empty: it stands in the
    /// description.
    std::string number_field;
    RedmineRelation relation = RedmineRelation::blocks;
    RedminePlace phase = RedminePlace::none;
    RedminePlace theme = RedminePlace::none;
    std::int64_t requests_per_second = 0; ///< 0: as fast as it answers
    std::chrono::seconds patience{60};    ///< without a byte of its answer
};

/// Reads the table `redmine` of `[plugins.portfolio]`; what is wrong is in the file's mistakes.
[[nodiscard]] RedmineSettings read_redmine_settings(common::Section& plugin);

} // namespace klik::portfolio
