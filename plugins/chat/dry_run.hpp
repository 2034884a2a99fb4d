#pragma once

#include "chat/settings.hpp"
#include "chat/store.hpp"

#include <iosfwd>

namespace klik::chat {

/// Prints what would be posted where, and changes nothing, neither here nor at klikd: what waits in
/// `store`, a copy, and what klikd has told since. An error: klikd cannot be asked.
[[nodiscard]] Result<void> dry_run(const Settings& settings, const Store& store, std::ostream& out);

} // namespace klik::chat
