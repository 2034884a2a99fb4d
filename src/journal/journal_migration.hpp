#pragma once

#include "journal/sqlite_database.hpp"

#include <cstdint>

namespace klik::journal {

/// Opens a transaction in which a file of an earlier format, from 1 on, becomes one of the present
/// format. The caller commits it, once it has looked at the result.
[[nodiscard]] domain::Result<void> migrate_from(Database& database, std::int64_t format);

} // namespace klik::journal
