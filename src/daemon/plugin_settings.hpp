#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace klik::daemon {

/// What klikd itself reads of a table `[plugins.NAME]`; all other keys are the plugin's.
struct PluginSettings {
    std::string name;
    std::filesystem::path program; ///< empty: `klik-NAME`, where klikd's packages have it
    std::vector<std::string> arguments{};
    std::string place{}; ///< `klikd.toml:12`, for what turns out wrong with it later
    friend bool operator==(const PluginSettings&, const PluginSettings&) = default;
};

inline constexpr std::string_view plugin_name_allowed =
    "1 to 32 of the characters a-z 0-9 -, a letter or digit first";

} // namespace klik::daemon
