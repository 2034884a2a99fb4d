#pragma once

#include <string>
#include <vector>

namespace klik::ctl {

/// A stretch of text on one line of a sheet, in points from the upper left corner.
struct TextLine {
    std::string text; ///< UTF-8
    double left = 0;
    double right = 0;
    double top = 0;
    double bottom = 0;
    double first_word_width = 0;

    [[nodiscard]] double height() const { return bottom - top; }
};

/// True for a line that is a heading of the KLIK page or several.
[[nodiscard]] bool is_heading(const TextLine& line);

/// Puts a sheet's lines in the order in which a KLIK page is to be read: running head first and
/// foot last, and where columns stand side by side each of them whole. The narrow column (the
/// fields beside the prose) comes in before the first heading of the wide one, so that the wide one
/// can run on from sheet to sheet.
[[nodiscard]] std::vector<TextLine> in_reading_order(std::vector<TextLine> lines,
                                                     double sheet_height);

} // namespace klik::ctl
