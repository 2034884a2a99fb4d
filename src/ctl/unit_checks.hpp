#pragma once

#include "ctl/finding.hpp"

#include <string>
#include <vector>

namespace klik::ctl {

/// How a plugin that klikd does not start (`start = false`) is doing, as systemd tells it of
/// `klik-NAME.service` and as its own lines in systemd's journal say. Nothing where there is no
/// systemd.
[[nodiscard]] std::vector<Finding> check_plugin_unit(const std::string& plugin);

} // namespace klik::ctl
