#pragma once

#include "domain/problem.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

/// One line of a page's text, cleaned: no byte order mark, no invisible characters, hard spaces as
/// spaces, decomposed letters (`a` and a combining ring) as one, no spaces at its end.
struct PageLine {
    std::string text;
    std::size_t number = 0;        ///< in the text as it came, from 1
    bool after_page_break = false; ///< the first line of a later sheet
};

/// The lines of a text. Form feeds part the sheets of a print; lines that come back at the head or
/// foot of the sheets, also with another number in them (`Side 2 af 3`), are the print's own and
/// are left out. A line that is not UTF-8 is a problem with the path `line N`.
[[nodiscard]] domain::Result<std::vector<PageLine>> page_lines(std::string_view text);

/// The lines as prose: without blank lines around and common indentation. A sentence that a page
/// break parts is whole again.
[[nodiscard]] std::string prose(std::span<const PageLine> lines);

/// The words of all lines as one line, without `**`: a title or a name that was wrapped.
[[nodiscard]] std::string one_line(std::span<const PageLine> lines);

/// `text` without `**` marks, with single spaces.
[[nodiscard]] std::string plain(std::string_view text);

/// Adds the next line of a wrapped text: with a space, or without one behind a word's hyphen.
void append_wrapped(std::string& text, std::string_view next);

/// `- `, `• `, `2. `: the first line of a list's item.
[[nodiscard]] bool starts_an_item(std::string_view line);

[[nodiscard]] bool starts_in_lower_case(std::string_view text);

/// Of a title that ends in its number (`Etabler projektorganisation #121850`): where the `#` is;
/// npos for any other text.
[[nodiscard]] std::size_t title_number_position(std::string_view title);

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string line_path(std::size_t number); ///< `line 12`

} // namespace klik::codec
