#pragma once

#include "ctl/invocation.hpp"

namespace klik::ctl {

/// `klikctl version`
void add_version_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
