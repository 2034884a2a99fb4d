#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace klik::codec {

/// Strict: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

/// Code points of a text that is valid UTF-8.
[[nodiscard]] std::size_t character_count(std::string_view utf8);

/// Bytes from outside made fit for a problem's sentence or a log line: control characters, and all
/// bytes above ASCII where the whole is no UTF-8, become `?`; what is longer than `max_bytes` ends
/// in `...`.
[[nodiscard]] std::string printable(std::string_view text, std::size_t max_bytes = 64);

} // namespace klik::codec
