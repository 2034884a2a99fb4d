#pragma once

#include "ctl/invocation.hpp"

namespace klik::ctl {

/// `klikctl history`
void add_history_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
