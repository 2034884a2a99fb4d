#pragma once

#include "daemon/config.hpp"

namespace klik::daemon {

/// The flags, or the code to exit with after help, the version or an error was printed.
[[nodiscard]] std::expected<Flags, int> parse_command_line(int argument_count,
                                                           const char* const* arguments);

} // namespace klik::daemon
