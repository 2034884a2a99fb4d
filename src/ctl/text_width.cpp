#include "ctl/text_width.hpp"

namespace klik::ctl {

namespace {

/// Continuation bytes, and U+0300 to U+036F, which join the letter before them.
bool takes_a_column(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte & 0xC0U) == 0x80U) {
        return false;
    }
    const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
    return byte != 0xCCU && !(byte == 0xCDU && next < 0xB0U);
}

} // namespace

std::size_t columns_of(std::string_view text) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        columns += takes_a_column(text, at) ? 1U : 0U;
    }
    return columns;
}

std::string padded(std::string_view text, std::size_t columns) {
    const std::size_t taken = columns_of(text);
    std::string result{text};
    result.append(taken < columns ? columns - taken : 0, ' ');
    return result;
}

std::string shortened(std::string_view text, std::size_t columns) {
    if (columns == 0 || columns_of(text) <= columns) {
        return std::string{text};
    }
    std::size_t taken = 0;
    std::size_t end = 0;
    while (end < text.size()) {
        if (takes_a_column(text, end) && ++taken == columns) {
            break;
        }
        ++end;
    }
    return std::string{text.substr(0, end)} + "…";
}

} // namespace klik::ctl
