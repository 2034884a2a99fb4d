#pragma once

#include <spdlog/common.h>

#include <string_view>

namespace klik::daemon {

/// The level at the beginning of a line that a plugin wrote, `<0>` to `<7>` as systemd reads it,
/// which is then taken off; information where there is none.
[[nodiscard]] spdlog::level::level_enum take_level(std::string_view& line);

} // namespace klik::daemon
