#pragma once

#include "domain/task.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

/// A heading of the task page and the field below it, docs/rules.md 2. Without a field: KOMMUNE.
struct PageHeading {
    std::string_view words;
    std::optional<domain::TaskField> field;
};

/// Headings that follow each other with nothing between, as in `HISTORIK****INTERNE NOTER`.
using HeadingRun = std::vector<const PageHeading*>;

[[nodiscard]] std::span<const PageHeading> page_headings();

/// The text below may have several lines.
[[nodiscard]] bool has_prose(const PageHeading& heading);

/// The headings that `words`, without bold marks, begins with; they and blanks around them are cut
/// off. No heading is the beginning of another.
[[nodiscard]] HeadingRun take_headings(std::string_view& words);

/// A value may be glued to a heading behind it; running text has a blank, an opening bracket or an
/// opening quotation mark there.
[[nodiscard]] bool can_stand_before_heading(std::string_view value);

/// The headings of a text that is nothing else, with or without bold marks; empty for any other
/// text.
[[nodiscard]] HeadingRun headings_only(std::string_view text);

/// A stretch of a line: headings, or text where there are none.
struct LinePiece {
    HeadingRun run;
    std::string text;
};

/// The headings of a line and the values that are glued to them (`#121850****DEADLINE**`,
/// `SLUTDATO 04-03-2024`); empty for a line of text, also where running text names a heading.
/// `in_title`: the line may be a title's last one, which ends in the task's number.
[[nodiscard]] std::vector<LinePiece> line_pieces(std::string_view line, bool in_title);

} // namespace klik::codec
