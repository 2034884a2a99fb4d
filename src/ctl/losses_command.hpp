#pragma once

#include "ctl/invocation.hpp"
#include "klik/value.hpp"

#include <string>
#include <vector>

namespace klik::ctl {

/// The rows of `query losses`: a sentence for each source, a table of the gaps.
[[nodiscard]] std::string losses_text(const std::vector<Value>& rows, const Console& console);

void add_losses_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
