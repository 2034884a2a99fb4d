#include "ctl/fact_sheet.hpp"

#include "ctl/terminal_text.hpp"
#include "ctl/text_width.hpp"

#include <algorithm>

namespace klik::ctl {

void FactSheet::add(std::string_view label, std::string_view value, Ink ink) {
    lines_.push_back({std::string{label}, terminal_text(value), ink});
    label_columns_ = std::max(label_columns_, columns_of(label));
}

std::string FactSheet::text() const {
    const std::size_t columns = label_columns_ + 2;
    std::string text;
    for (const auto& [label, value, ink] : lines_) {
        text += padded(label, columns);
        for (const char letter : inked(value, ink)) {
            text += letter;
            text.append(letter == '\n' ? columns : 0, ' ');
        }
        text += '\n';
    }
    return text;
}

} // namespace klik::ctl
