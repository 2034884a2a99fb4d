#pragma once

#include "codec/klik_page_headings.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

/// What stands around a line, which decides whether heading words on it can be running text.
enum class LinePlace {
    title,       ///< in a title that has not come to its number
    empty_field, ///< first below the heading of a text of one line
    one_line,    ///< below any other field of one line, or behind a title's number
    empty_prose, ///< first below the heading of prose
    prose,
};

/// `STATUS: Fuldført`, `FASE Fase 1`: a line that begins with the words of headings and goes on.
struct LabelledLine {
    HeadingRun run;
    std::string value; ///< without the colon before it
    bool has_colon = false;
};
/// None for any other line, also for one of headings alone.
[[nodiscard]] std::optional<LabelledLine> labelled_line(std::string_view line);

/// The line is a heading and its value there, and not the field's own text.
[[nodiscard]] bool is_heading_with_value(const LabelledLine& line, LinePlace place);

/// `Fase 1 (Opstart)TEMA`: the value and the headings that are glued to its end without bold marks;
/// empty for any other line.
[[nodiscard]] std::vector<LinePiece> value_then_headings(std::string_view line);

} // namespace klik::codec
