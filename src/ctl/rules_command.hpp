#pragma once

#include "ctl/invocation.hpp"

#include <string>

namespace klik::ctl {

/// Reads a rule set as klikd would and says what is wrong with it; needs no klikd.
[[nodiscard]] int check_rules(const std::string& file, Console& console);

/// `klikctl rules check`
void add_rules_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
