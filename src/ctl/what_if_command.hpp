#pragma once

#include "ctl/invocation.hpp"

namespace klik::ctl {

/// `klikctl what-if`
void add_what_if_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
