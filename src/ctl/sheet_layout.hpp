#pragma once

#include <string>
#include <vector>

namespace klik::ctl {

/// A word and the box around it on its sheet, in points from the upper left corner.
struct PlacedWord {
    std::string text; ///< UTF-8
    double left = 0;
    double right = 0;
    double top = 0;
    double bottom = 0;
};

struct Sheet {
    double height = 0; ///< points
    /// Words that belong to one line follow each other; otherwise in any order.
    std::vector<PlacedWord> words;
};

/// The text of a print as its author wrote it: a line that was wrapped for want of room is whole
/// again, paragraphs are parted by a blank line, cells of a row stand on lines of their own, sheets
/// are parted by form feeds. Headings of a KLIK page and items of a list always start a line.
[[nodiscard]] std::string text_of_sheets(const std::vector<Sheet>& sheets);

} // namespace klik::ctl
