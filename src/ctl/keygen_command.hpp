#pragma once

#include "ctl/invocation.hpp"

namespace klik::ctl {

/// `klikctl keygen NAME [--dir DIR] [--municipality CODE] [--rights RIGHTS]`
void add_keygen_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
