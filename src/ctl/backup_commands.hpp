#pragma once

#include "ctl/invocation.hpp"

namespace klik::ctl {

/// `klikctl backup` and `klikctl restore`
void add_backup_commands(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
