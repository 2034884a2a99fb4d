#pragma once

#include <cstdint>
#include <memory>

namespace CLI {
class App;
}

namespace klik::ctl {

/// The positional argument NUMBER, with or without `#` before it.
[[nodiscard]] std::shared_ptr<std::int64_t> add_task_number(CLI::App& command);

} // namespace klik::ctl
