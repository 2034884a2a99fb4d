#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace klik::portfolio {

using CsvRow = std::vector<std::string>;

/// The cells of a file that a spreadsheet saved: in UTF-8 or, where it is none, Windows-1252;
/// parted by semicolons, commas or tabs, whichever the first line has most of. Lines without
/// anything are passed over.
[[nodiscard]] std::vector<CsvRow> csv_rows(std::string_view bytes);
/// As Danish Excel opens it: UTF-8 with a byte order mark, semicolons, CRLF.
[[nodiscard]] std::string csv_bytes(const std::vector<CsvRow>& rows);

/// A text that a spreadsheet would take for a formula gets an apostrophe before it; and back.
[[nodiscard]] std::string without_formula(std::string_view text);
[[nodiscard]] std::string as_it_was(std::string_view cell);

} // namespace klik::portfolio
