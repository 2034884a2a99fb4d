#pragma once

#include "calendar/settings.hpp"
#include "calendar/store.hpp"

#include <klik/error.hpp>

#include <optional>
#include <ostream>

namespace klik::calendar {

/// Prints what would be written to the server and asked of klikd for one municipality, and does
/// nothing. Without a store it is as on the first day.
[[nodiscard]] Result<void> dry_run(const Settings& settings,
                                   const common::Municipality& municipality,
                                   const std::optional<Store>& store, std::ostream& out);

} // namespace klik::calendar
