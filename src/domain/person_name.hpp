#pragma once

#include <string>
#include <string_view>

namespace klik::domain {

/// Without blanks at the ends, and with one space where there were several, line ends and the
/// no-break space of copied pages included.
[[nodiscard]] std::string tidy_name(std::string_view name);

/// What two spellings of one name have in common: tidy, and ASCII and the Danish letters in lower
/// case.
[[nodiscard]] std::string folded_name(std::string_view name);

} // namespace klik::domain
