#pragma once

#include "ctl/console.hpp"

#include <string>

namespace klik::ctl {

struct ShowRules {
    std::string file;       ///< empty: the default rules
    bool effective = false; ///< all that would hold, else what the file says
    std::string project;    ///< whose rules to show; empty: the municipality's, and the projects'
};

/// Prints the rule set as TOML that can be read again, each value with where it comes from; a file
/// with findings prints these. The exit code.
[[nodiscard]] int show_rules(const ShowRules& asked, Console& console);

} // namespace klik::ctl
