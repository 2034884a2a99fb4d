#pragma once

#include "bus/endpoint.hpp"
#include "daemon/config.hpp"
#include "daemon/plugin_process.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klik::daemon {

/// Where a municipality's clients find it.
struct ControlPlace {
    domain::MunicipalityCode code;
    bus::Endpoint control; ///< as it was bound or is to be bound
};

/// Of the environment that klikd has, `NAME=value` each, what plugins get: where programs, homes,
/// languages and systemd's credentials are.
[[nodiscard]] std::vector<std::string> plugin_environment(const std::vector<std::string>& own);

/// How the configured plugins are run: `--config FILE --municipality CODE=ENDPOINT ...`, then their
/// own arguments. Nothing secret is in it: a plugin reads its keys from files.
[[nodiscard]] std::vector<PluginCommand> plugin_commands(const Config& config,
                                                         const std::vector<ControlPlace>& places,
                                                         const std::vector<std::string>& own);

} // namespace klik::daemon
