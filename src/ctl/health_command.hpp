#pragma once

#include "ctl/invocation.hpp"
#include "klik/value.hpp"

#include <string>
#include <vector>

namespace klik::ctl {

/// The rows of `query health`: what is well and what is not, in words, with the counters behind it.
[[nodiscard]] std::string health_text(const std::vector<Value>& rows, const Console& console);

/// `exit_code::refused_input` when something has failed; a warning is none.
[[nodiscard]] int health_code(const std::vector<Value>& rows);

/// `klikctl health`
void add_health_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
