#pragma once

#include "codec/toml_table_reader.hpp"
#include "daemon/plugin_settings.hpp"

namespace klik::daemon {

/// Those of the tables `[plugins.NAME]` that klikd is to start. Relative paths start at `folder`.
[[nodiscard]] std::vector<PluginSettings> read_plugins(const codec::TomlTableReader& top,
                                                       const std::filesystem::path& folder,
                                                       codec::TomlProblems& problems);

} // namespace klik::daemon
