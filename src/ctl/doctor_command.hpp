#pragma once

#include "ctl/invocation.hpp"

namespace klik::ctl {

/// `klikctl doctor`
void add_doctor_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
