#pragma once

#include "ctl/finding.hpp"
#include "ctl/invocation.hpp"
#include "ctl/operator_file.hpp"

#include <string>
#include <vector>

namespace klik::ctl {

/// What klikd says of its configuration: rules, roles, keys and plugins are part of it. Each
/// mistake is a finding. Asked as the owner of the data folder where this runs as root, so that
/// rights are judged as they are for klikd.
[[nodiscard]] std::vector<Finding>
check_configuration(const std::string& config, const std::string& data, const OperatorFile& file);

/// Whether the journal can be opened, and whether time goes on in it. `klikctl verify` reads all of
/// it.
[[nodiscard]] Finding check_journal(const std::string& data, const OperatorFile& file);

/// What the klikd that runs says of itself, `query health` of each municipality; of one alone where
/// its endpoint was named.
[[nodiscard]] std::vector<Value> ask_klikd(int process, const OperatorFile& file,
                                           const Settings& settings);

/// What keeps klikd from running that the other checks do not see: ports that others have, and the
/// last line of its log that says so.
[[nodiscard]] std::vector<Finding> why_it_does_not_run(const OperatorFile& file);

} // namespace klik::ctl
