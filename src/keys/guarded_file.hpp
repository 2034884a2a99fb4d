#pragma once

#include "domain/problem.hpp"

#include <filesystem>
#include <string>

namespace klik::keys {

/// What only the owner of a file may be able to do.
enum class Guard {
    reading, ///< others may not even read it
    writing  ///< others may read it, but not change it
};

/// The content of a file that is ours or root's, and that nobody else can read or change. Problems
/// with the path: `not_found` when it cannot be read, `forbidden` when it is open to others, which
/// says how to close it, `too_large` above 1 MiB.
[[nodiscard]] domain::Result<std::string> read_guarded_file(const std::filesystem::path& path,
                                                            Guard guard);

/// Whether the file is such a one; its content is not read.
[[nodiscard]] domain::Result<void> check_guarded_file(const std::filesystem::path& path,
                                                      Guard guard);

} // namespace klik::keys
