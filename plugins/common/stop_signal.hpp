#pragma once

namespace klik::common {

/// From now on SIGTERM and SIGINT ask the program to end, and SIGPIPE does nothing.
void mind_stop_signals();
/// By a signal, or because the klikd that started the program is gone.
[[nodiscard]] bool asked_to_stop();

} // namespace klik::common
