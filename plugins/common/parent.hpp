#pragma once

namespace klik::common {

/// Whether klikd started this program: its standard input is a pipe then (docs/plugins.md).
[[nodiscard]] bool started_by_klikd();
/// Whether that klikd is gone, also by kill -9.
[[nodiscard]] bool klikd_is_gone();

} // namespace klik::common
