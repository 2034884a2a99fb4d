#pragma once

#include "daemon/plugin_process.hpp"

#include <chrono>
#include <string>

namespace klik::daemon {

/// What a plugin says of its part of the configuration.
struct PluginVerdict {
    std::string said;    ///< what it wrote, each line behind its name
    std::string problem; ///< why its part does not hold; empty when it does
};

/// Runs it with `--check-config` in addition, for at most so long.
[[nodiscard]] PluginVerdict check_plugin(PluginCommand command, std::chrono::milliseconds at_most);

} // namespace klik::daemon
