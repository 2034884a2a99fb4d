#pragma once

#include "calendar/settings.hpp"
#include "calendar/store.hpp"

#include <klik/error.hpp>

#include <ostream>

namespace klik::calendar {

/// Prints what would be written to the server and asked of klikd for one municipality, and does
/// nothing.
[[nodiscard]] Result<void> dry_run(const Settings& settings,
                                   const common::Municipality& municipality, const Store& store,
                                   std::ostream& out);

} // namespace klik::calendar
