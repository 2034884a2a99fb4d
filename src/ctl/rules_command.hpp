#pragma once

#include "codec/rule_set_toml.hpp"
#include "ctl/invocation.hpp"

#include <string>
#include <vector>

namespace klik::ctl {

/// A rule set as klikd would read it.
[[nodiscard]] std::expected<codec::LocatedRuleSet, std::vector<domain::Problem>>
read_rules(const std::string& file);

/// Says what is wrong with a rule set, or that it is in order; the exit code.
[[nodiscard]] int report_findings(const std::string& file,
                                  const std::vector<domain::Problem>& findings, Console& console);

/// Reads a rule set as klikd would and says what is wrong with it; needs no klikd.
[[nodiscard]] int check_rules(const std::string& file, Console& console);

/// `klikctl rules check` and `show`
void add_rules_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
