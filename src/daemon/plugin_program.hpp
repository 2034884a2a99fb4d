#pragma once

#include "daemon/plugin_settings.hpp"
#include "domain/problem.hpp"

#include <filesystem>
#include <span>
#include <vector>

namespace klik::daemon {

/// Whether klikd may run it: an executable file that is ours or root's, and that nobody else can
/// change. A problem has its path.
[[nodiscard]] domain::Result<void> check_program(const std::filesystem::path& program);

/// Where a plugin's program is that the configuration does not name: beside klikd's own, and in
/// `../lib/klikd` from there.
[[nodiscard]] std::vector<std::filesystem::path> program_folders();

/// Gives each plugin without a program the one in the first of `folders` that has it, and checks
/// all of them. Each problem has the plugin's place in the configuration.
[[nodiscard]] std::vector<domain::Problem>
find_programs(std::vector<PluginSettings>& plugins, std::span<const std::filesystem::path> folders);

/// Makes a plugin's state folder, which is for klikd's user alone, and the folders above it.
[[nodiscard]] domain::Result<void> make_state_folder(const std::filesystem::path& folder);

} // namespace klik::daemon
