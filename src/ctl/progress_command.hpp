#pragma once

#include "ctl/invocation.hpp"
#include "klik/value.hpp"

#include <string>
#include <vector>

namespace klik::ctl {

/// The rows of `query projects` with groups, for people: of each project a sentence, a table of its
/// phases and themes, its next deadlines and what the platform has not answered.
[[nodiscard]] std::string progress_text(const std::vector<Value>& rows, const Console& console);

/// `klikctl progress`
void add_progress_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
