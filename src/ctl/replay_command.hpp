#pragma once

#include "ctl/invocation.hpp"

namespace klik::ctl {

/// `klikctl replay`
void add_replay_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
