#pragma once

#include "common/command_line.hpp"
#include "common/language.hpp"
#include "portfolio/mapping.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace klik::portfolio {

/// `[plugins.portfolio]` of klikd's configuration but for the tool's own table: docs/portfolio.md.
struct Settings {
    std::string tool;
    std::chrono::seconds poll{};
    std::chrono::seconds full_pass{};
    bool comments = true; ///< says in the tool why it was put back
    common::Language language = common::Language::danish;
    Mapping mapping;

    std::vector<common::Municipality> municipalities;
    std::optional<CurveKeys> keys;
};

/// With the projects of one of the municipalities alone.
[[nodiscard]] Settings settings_of(const Settings& settings, const std::string& municipality);

/// Reads all of the section but the tool's table; what is wrong is in the file's mistakes. The
/// caller finishes the section.
[[nodiscard]] Settings read_settings(common::Section& section, common::SettingsFile& file,
                                     const std::vector<common::Municipality>& municipalities);

} // namespace klik::portfolio
