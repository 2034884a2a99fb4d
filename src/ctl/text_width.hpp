#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace klik::ctl {

/// Columns that a text in UTF-8 takes on a terminal, accents that combine with a letter not
/// counted.
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// The text with spaces behind it, at least so many columns wide.
[[nodiscard]] std::string padded(std::string_view text, std::size_t columns);

/// The beginning of a text that is wider, with `…` as its last column.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t columns);

} // namespace klik::ctl
