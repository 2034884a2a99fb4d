#pragma once

namespace klik::common {

/// From now on SIGTERM and SIGINT ask the program to end, and SIGPIPE does nothing.
void mind_stop_signals();
[[nodiscard]] bool asked_to_stop();

} // namespace klik::common
