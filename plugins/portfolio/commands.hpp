#pragma once

#include "common/command_line.hpp"
#include "portfolio/settings.hpp"
#include "portfolio/tool.hpp"

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>

namespace klik::portfolio {

/// What the commands of the program are carried out with. Each gives the program's exit code.
struct Errand {
    const Settings& settings;
    const common::CommandLine& line;
    std::filesystem::path folder; ///< of the state files
    Tool& tool;
    /// Called while the tool is waited for; false: it is to be waited for no longer.
    std::function<bool()>& meanwhile;
    std::ostream& out;
    std::ostream& err;
};

/// Prints what would be done, field by field, and does nothing.
[[nodiscard]] int print_plan(const Errand& errand);
/// The tool did not let `apply` or `undo` do something, or a project of it cannot be used.
inline constexpr int something_is_left = 1;
/// Does it.
[[nodiscard]] int apply(const Errand& errand);
/// Takes back what a run wrote, and pauses, so that it is not done again at once.
[[nodiscard]] int undo_run(const Errand& errand);
[[nodiscard]] int print_runs(const Errand& errand);
[[nodiscard]] int set_paused(const Errand& errand, bool paused);

} // namespace klik::portfolio
