#pragma once

#include "domain/civil_time.hpp"
#include "domain/problem.hpp"

#include <filesystem>
#include <string>

namespace klik::ctl {

/// A KLIK page as it lies on disk, for `codec::parse_klik_page`.
struct PageFile {
    std::string text;
    /// The time that its facts hold for, docs/rules.md 2: a PDF's creation date; the file's own
    /// date for text, and for a PDF that has none.
    domain::UtcTime as_of;
};

/// Reads a text file or, by its content, a PDF. Problems have the file as their path and one of the
/// codes `not_found`, `forbidden`, `too_large` (above 32 MiB) and `malformed`.
[[nodiscard]] domain::Result<PageFile> read_page_file(const std::filesystem::path& file);

} // namespace klik::ctl
