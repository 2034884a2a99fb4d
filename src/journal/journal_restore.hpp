#pragma once

#include "journal/journal_copy.hpp"

namespace klik::journal {

struct Restored {
    std::string epoch; ///< of the journal from now on
    std::vector<CopiedFile> files;
    /// Where what was there before is now; empty where nothing was.
    std::filesystem::path replaced{};
};

/// Puts a copy in place as the data of a folder on which no klikd works, under a new epoch, so that
/// every client sees that it is not the journal that it has read. `copy` is a folder that
/// `copy_data` made, or the file of a journal alone. Its journal is looked at as a whole before
/// anything is changed. With `replace`, what is in the way is moved to `replaced-N` in the data
/// folder; without, a journal that is there is a `conflict`. New files belong to the data folder's
/// owner. Problems as well: `locked`, `damaged`, `newer_format`, `unusable`.
[[nodiscard]] domain::Result<Restored>
restore_data(const std::filesystem::path& copy, const std::filesystem::path& data, bool replace);

} // namespace klik::journal
