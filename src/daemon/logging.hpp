#pragma once

#include "daemon/config.hpp"

#include <string_view>

namespace klik::daemon {

/// Lets the log go to standard error or to the configured file.
[[nodiscard]] domain::Result<void> set_up_logging(const Config& config);
/// Says on standard error why klikd does not start, where there is no log yet: `klikd: SENTENCE`,
/// as an error where systemd's journal reads it.
void say_error(std::string_view sentence);
/// The last words of a klikd that ends by an error of its own: in the log where it is
/// systemd's journal, else on standard error, and in the file of the log where there is one.
void log_broken(std::string_view why);

} // namespace klik::daemon
