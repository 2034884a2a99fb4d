#pragma once

#include <string_view>

namespace klik::daemon {

/// The id of a line that a plugin wrote (docs/operations.md).
inline constexpr std::string_view plugin_line_id = "K191";

/// What a line of the log says of itself: `[K141] 9999: ...`, `[K191] mail: [M210] ...`. Parts of
/// the line; empty where it has none.
struct LogFields {
    std::string_view id{};           ///< `K141`
    std::string_view municipality{}; ///< its code
    std::string_view plugin{};       ///< its name, of the lines about a plugin
    std::string_view plugin_id{};    ///< the id of the plugin's own line
};

[[nodiscard]] LogFields log_fields(std::string_view line);

} // namespace klik::daemon
