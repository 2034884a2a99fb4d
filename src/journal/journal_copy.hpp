#pragma once

#include "journal/sqlite_database.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace klik::journal {

/// Where a plugin that klikd starts keeps its state, below klikd's data folder: `plugins/NAME`.
/// What has to be backed up of it are its SQLite files.
inline constexpr const char* plugins_folder = "plugins";
inline constexpr const char* journal_file_name = "journal.db";

/// A file of a copy, below its folder: `journal.db`, `plugins/mail/mail.db`.
struct CopiedFile {
    std::filesystem::path name;
    std::uintmax_t bytes = 0;
};

/// Copies the journal of a data folder, and then the state of the plugins that klikd starts, into
/// `copy`, a new folder (mode 0700), also while klikd works: each file as it is at one moment, the
/// plugins' not before the journal's, so that they know at least what the journal says that they
/// have taken. All of it is on disk when this returns. Problems: those of an opening for reading;
/// `conflict` where `copy` is there already, `unusable` where it cannot be written. What was begun
/// is removed then.
[[nodiscard]] domain::Result<std::vector<CopiedFile>> copy_data(const std::filesystem::path& data,
                                                                const std::filesystem::path& copy);

/// The same into a folder that is there and empty, with the journal that was opened; what was begun
/// stays.
[[nodiscard]] domain::Result<std::vector<CopiedFile>>
copy_files(Database& journal, const std::filesystem::path& from, const std::filesystem::path& to);

} // namespace klik::journal
