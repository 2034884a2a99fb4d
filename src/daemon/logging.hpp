#pragma once

#include "daemon/config.hpp"

#include <string_view>

namespace klik::daemon {

/// Lets the log go to standard error or to the configured file.
[[nodiscard]] domain::Result<void> set_up_logging(const Config& config);
/// The last words of a klikd that ends by an error of its own: on standard error, and in the file
/// of the log where there is one.
void log_broken(std::string_view why);

} // namespace klik::daemon
