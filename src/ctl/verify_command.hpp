#pragma once

#include "ctl/invocation.hpp"

namespace klik::ctl {

/// `klikctl verify`
void add_verify_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
