#pragma once

#include "ctl/import_run.hpp"
#include "ctl/invocation.hpp"

namespace klik::ctl {

/// The closing table, or the JSON document.
[[nodiscard]] std::string import_summary(const ImportReport& report, const Console& console);

/// `klikctl import`
void add_import_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
