#pragma once

#include "ctl/invocation.hpp"

namespace klik::ctl {

/// `klikctl watch`
void add_watch_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
