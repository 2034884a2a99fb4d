#pragma once

#include "journal/sqlite_database.hpp"

#include <string>
#include <vector>

namespace klik::journal {

/// What is wrong with the whole of an open journal, of any format: pages that SQLite finds spoilt,
/// and what always holds (docs/journal.md, "What always holds", 1 to 3, 5, 7 and 8). A sentence
/// each, at most some of each kind; none for a sound one. Reads every record.
[[nodiscard]] domain::Result<std::vector<std::string>> flaws_of(Database& database);

/// The same of a journal's file.
[[nodiscard]] domain::Result<std::vector<std::string>> flaws_of_file(const std::string& file);

} // namespace klik::journal
