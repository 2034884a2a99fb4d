#include "ctl/fact_sheet.hpp"

#include "ctl/text_width.hpp"

#include <algorithm>

namespace klik::ctl {

void FactSheet::add(std::string_view label, std::string value) {
    lines_.emplace_back(label, std::move(value));
    label_columns_ = std::max(label_columns_, columns_of(label));
}

std::string FactSheet::text() const {
    std::string text;
    for (const auto& [label, value] : lines_) {
        text += padded(label, label_columns_ + 2) + value + "\n";
    }
    return text;
}

} // namespace klik::ctl
