#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace klik::portfolio {

/// Without blanks and line ends at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// With line feeds alone as line ends, and trimmed.
[[nodiscard]] std::string tidy(std::string_view text);
/// On one line: what is no character to be seen is a blank.
[[nodiscard]] std::string one_line(std::string_view text);
/// At most so many characters (of UTF-8), the last of them an ellipsis where something was cut.
[[nodiscard]] std::string cut(std::string_view text, std::size_t longest);
/// ASCII letters in lower case.
[[nodiscard]] std::string lower_case(std::string_view text);

/// `3 17 120`, as Field::prerequisites has it.
[[nodiscard]] std::string numbers_in_words(const std::set<std::int64_t>& numbers);
/// Words that are no number are passed over.
[[nodiscard]] std::set<std::int64_t> numbers_in(std::string_view words);

} // namespace klik::portfolio
