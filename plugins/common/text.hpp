#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace klik::common {

/// Whether the bytes are whole characters of UTF-8 and nothing else.
[[nodiscard]] bool is_utf8(std::string_view bytes);
/// Without blanks and line ends at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// With line feeds alone as line ends, and trimmed.
[[nodiscard]] std::string tidy(std::string_view text);
/// On one line: what is no character to be seen is a blank.
[[nodiscard]] std::string one_line(std::string_view text);
/// Bytes from outside made fit for a line of the log: on one line, and what is no character of
/// UTF-8 or not to be seen is `?`. Most bytes of a file that is damaged are neither.
[[nodiscard]] std::string readable(std::string_view bytes);
/// At most so many characters (of UTF-8), the last of them an ellipsis where something was cut.
[[nodiscard]] std::string cut(std::string_view text, std::size_t longest);
/// At most so many bytes, ellipsis included, and no character broken.
[[nodiscard]] std::string cut_to_bytes(std::string_view text, std::size_t longest);
/// ASCII letters in lower case.
[[nodiscard]] std::string lower_case(std::string_view text);

/// Those with a `#` before them, in their order: `#130101 → #130102`.
[[nodiscard]] std::vector<std::int64_t> task_numbers_in(std::string_view text);

} // namespace klik::common
