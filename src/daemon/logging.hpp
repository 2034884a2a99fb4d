#pragma once

#include "daemon/config.hpp"

namespace klik::daemon {

/// Lets the log go to standard error or to the configured file.
[[nodiscard]] domain::Result<void> set_up_logging(const Config& config);

} // namespace klik::daemon
