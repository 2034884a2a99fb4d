#pragma once

#include "ctl/invocation.hpp"

namespace klik::ctl {

/// `klikctl clock`
void add_clock_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
