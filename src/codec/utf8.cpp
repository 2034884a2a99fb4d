#include "codec/utf8.hpp"

#include <algorithm>

namespace klik::codec {
namespace {

constexpr bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Length of the sequence that starts with `lead`, 0 if none can, and the range of its second byte,
/// which is where overlong forms, surrogates and too large code points show.
struct SequenceForm {
    std::size_t bytes;
    unsigned char second_min;
    unsigned char second_max;
};

constexpr SequenceForm form_of(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) {
        return {2, 0x80, 0xBF};
    }
    if (lead == 0xE0) {
        return {3, 0xA0, 0xBF};
    }
    if (lead == 0xED) {
        return {3, 0x80, 0x9F};
    }
    if (lead >= 0xE1 && lead <= 0xEF) {
        return {3, 0x80, 0xBF};
    }
    if (lead == 0xF0) {
        return {4, 0x90, 0xBF};
    }
    if (lead >= 0xF1 && lead <= 0xF3) {
        return {4, 0x80, 0xBF};
    }
    if (lead == 0xF4) {
        return {4, 0x80, 0x8F};
    }
    return {0, 0, 0};
}

} // namespace

bool is_wider_utf8(std::string_view text) {
    std::size_t position = 0;
    while (position < text.size()) {
        const auto lead = static_cast<unsigned char>(text[position]);
        if (lead < 0x80) {
            const std::string_view word = text.substr(position, 8);
            position += is_ascii(word) ? word.size() : 1;
            continue;
        }
        const SequenceForm form = form_of(lead);
        if (form.bytes == 0 || form.bytes > text.size() - position) {
            return false;
        }
        const auto second = static_cast<unsigned char>(text[position + 1]);
        if (second < form.second_min || second > form.second_max) {
            return false;
        }
        const std::string_view rest = text.substr(position + 2, form.bytes - 2);
        if (!std::ranges::all_of(rest, is_continuation)) {
            return false;
        }
        position += form.bytes;
    }
    return true;
}

std::size_t character_count(std::string_view utf8) {
    return utf8.size() - static_cast<std::size_t>(std::ranges::count_if(utf8, is_continuation));
}

std::string printable(std::string_view text, std::size_t max_bytes) {
    const bool keep_high_bytes = is_utf8(text);
    std::size_t length = std::min(text.size(), max_bytes);
    while (length < text.size() && length > 0 && is_continuation(text[length])) {
        --length;
    }
    std::string out{text.substr(0, length)};
    std::ranges::replace_if(
        out,
        [&](char byte) {
            const auto value = static_cast<unsigned char>(byte);
            return value < 0x20 || value == 0x7F || (value >= 0x80 && !keep_high_bytes);
        },
        '?');
    if (length < text.size()) {
        out += "...";
    }
    return out;
}

} // namespace klik::codec
