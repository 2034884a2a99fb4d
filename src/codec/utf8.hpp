#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace klik::codec {

/// What nearly all texts are, looked at in words.
[[nodiscard]] inline bool is_ascii(std::string_view text) {
    constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080U;
    const auto word_at = [&]<class Word>(std::size_t position, Word word) -> std::uint64_t {
        std::memcpy(&word, text.data() + position, sizeof word);
        return word;
    };
    std::uint64_t seen = 0;
    std::size_t position = 0;
    for (; position + 8 <= text.size(); position += 8) {
        seen |= word_at(position, std::uint64_t{});
    }
    if (text.size() >= 8) {
        seen |= word_at(text.size() - 8, std::uint64_t{});
    } else if (text.size() >= 4) {
        seen |= word_at(0, std::uint32_t{}) | word_at(text.size() - 4, std::uint32_t{});
    } else {
        for (const char byte : text) {
            seen |= static_cast<unsigned char>(byte);
        }
    }
    return (seen & high_bits) == 0;
}

/// `is_utf8` of a text that has other characters than ASCII's.
[[nodiscard]] bool is_wider_utf8(std::string_view text);

/// Strict: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] inline bool is_utf8(std::string_view text) {
    return is_ascii(text) || is_wider_utf8(text);
}

/// Code points of a text that is valid UTF-8.
[[nodiscard]] std::size_t character_count(std::string_view utf8);

/// Bytes from outside made fit for a problem's sentence or a log line: control characters, and all
/// bytes above ASCII where the whole is no UTF-8, become `?`; what is longer than `max_bytes` ends
/// in `...`.
[[nodiscard]] std::string printable(std::string_view text, std::size_t max_bytes = 64);

} // namespace klik::codec
