#pragma once

#include "journal/journal_folder.hpp"
#include "journal/sqlite_database.hpp"

#include <memory>

namespace klik::journal {

/// "KLIK" in ASCII, SQLite's `application_id`.
inline constexpr std::int64_t application_id = 0x4B4C494B;
/// SQLite's `user_version`; docs/journal.md, "Format versions".
inline constexpr std::int64_t format_version = 5;

/// Opens `journal.db` of a claimed folder, making it where there is none, and checks that it is a
/// whole journal of this format. Problems: `newer_format`, `damaged`, `unusable`.
[[nodiscard]] domain::Result<std::unique_ptr<Database>>
open_journal_file(const JournalFolder& folder);

/// Opens a journal of this format that is there, to be read: whoever works on it is not disturbed.
/// Problems: as above, and `older_format`.
[[nodiscard]] domain::Result<std::unique_ptr<Database>>
open_journal_file_for_reading(const std::string& file);

/// The same for a journal of any format up to this one, whose tables are looked at by nobody: a
/// copy that waits to be put in place.
[[nodiscard]] domain::Result<std::unique_ptr<Database>>
open_any_journal_for_reading(const std::string& file);

} // namespace klik::journal
