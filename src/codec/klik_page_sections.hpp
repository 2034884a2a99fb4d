#pragma once

#include "codec/klik_page_headings.hpp"
#include "codec/page_text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace klik::codec {

/// What stands between a heading and the next one.
struct PageSection {
    const PageHeading* heading = nullptr; ///< null for what stands before the first heading
    std::size_t line = 1;                 ///< of the heading
    std::vector<PageLine> content;
};

struct PageSections {
    /// In the order of the text, the one without a heading first; no heading stands twice.
    std::vector<PageSection> sections;
    std::vector<std::string> warnings;

    /// Null where the heading is absent.
    [[nodiscard]] const PageSection* find(std::optional<domain::TaskField> field) const;
};

/// Parts a page at its headings, which stand on lines of their own, glued to each other or to a
/// value, before their value on one line, wrapped, or side by side in columns. A heading's second
/// appearance is text and warned of, and so are heading words that were read as text where no prose
/// stands.
[[nodiscard]] PageSections page_sections(const std::vector<PageLine>& lines);

} // namespace klik::codec
