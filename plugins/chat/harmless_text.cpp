#include "chat/harmless_text.hpp"

#include <array>
#include <cctype>
#include <cstdint>
#include <utility>

namespace klik::chat {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 0; ///< 0: none begins here
};

/// How many bytes a character has, its least code, and the bits of its first byte.
struct Form {
    unsigned char mask;
    unsigned char lead;
    std::size_t bytes;
    std::uint32_t least;
};
constexpr std::array<Form, 4> forms{
    {{0x80, 0x00, 1, 0}, {0xE0, 0xC0, 2, 0x80}, {0xF0, 0xE0, 3, 0x800}, {0xF8, 0xF0, 4, 0x10000}}};

Character first_of(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    for (const auto& form : forms) {
        if ((byte(0) & form.mask) != form.lead) {
            continue;
        }
        std::uint32_t code = byte(0) & static_cast<unsigned char>(~form.mask);
        for (std::size_t at = 1; at < form.bytes; ++at) {
            if (at >= text.size() || (byte(at) & 0xC0U) != 0x80U) {
                return {};
            }
            code = code << 6U | (byte(at) & 0x3FU);
        }
        const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
        return code < form.least || code > 0x10FFFF || is_surrogate ? Character{}
                                                                    : Character{code, form.bytes};
    }
    return {};
}

bool is_break(std::uint32_t code) {
    return (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0x2028 || code == 0x2029;
}

bool is_hidden(std::uint32_t code) {
    const auto within = [code](std::uint32_t first, std::uint32_t last) {
        return code >= first && code <= last;
    };
    return code < 0x20 || within(0x7F, 0x9F) || code == 0x061C || within(0x200E, 0x200F) ||
           within(0x202A, 0x202E) || within(0x2066, 0x2069) || within(0xFDD0, 0xFDEF) ||
           (code & 0xFFFEU) == 0xFFFE || within(0xE0000, 0xE007F);
}

/// Takes no place: with it a word that means something could be hidden from who reads or searches.
bool is_without_width(std::uint32_t code) {
    return code == 0xAD || code == 0x034F || code == 0x180E || (code >= 0x200B && code <= 0x200D) ||
           (code >= 0x2060 && code <= 0x2064) || code == 0xFEFF;
}

/// Sits on the character before it; many of them cover the lines around it.
bool is_mark(std::uint32_t code) {
    const auto within = [code](std::uint32_t first, std::uint32_t last) {
        return code >= first && code <= last;
    };
    return within(0x0300, 0x036F) || within(0x0483, 0x0489) || within(0x1AB0, 0x1AFF) ||
           within(0x1DC0, 0x1DFF) || within(0x20D0, 0x20FF) || within(0xFE00, 0xFE0F) ||
           within(0xFE20, 0xFE2F);
}

bool is_letter(char each) {
    return std::isalpha(static_cast<unsigned char>(each)) != 0 ||
           static_cast<unsigned char>(each) >= 0x80;
}

bool is_word(char each) {
    return is_letter(each) || std::isdigit(static_cast<unsigned char>(each)) != 0;
}

/// The character at `at` is the `.` of a `www.`
bool ends_www(std::string_view text, std::size_t at) {
    constexpr std::size_t length = 3;
    if (at < length || (at > length && is_word(text[at - length - 1]))) {
        return false;
    }
    for (const char each : text.substr(at - length, length)) {
        if (each != 'w' && each != 'W') {
            return false;
        }
    }
    return true;
}

/// `:tada:` is a picture in many programs; the colon at `at` begins or ends one.
bool is_of_a_picture(std::string_view text, std::size_t at) {
    const auto is_of_a_name = [](char each) {
        return is_word(each) || each == '_' || each == '-' || each == '+';
    };
    auto next = at + 1;
    while (next < text.size() && is_of_a_name(text[next])) {
        ++next;
    }
    auto first = at;
    while (first > 0 && is_of_a_name(text[first - 1])) {
        --first;
    }
    const bool begins = next < text.size() && next > at + 1 && text[next] == ':';
    const bool ends = first > 0 && first < at && text[first - 1] == ':';
    return begins || ends;
}

/// What stands for the character at `at`, which alone or where it stands would mean something.
std::string_view look_alike(std::string_view text, std::size_t at) {
    const char before = at > 0 ? text[at - 1] : ' ';
    const char after = at + 1 < text.size() ? text[at + 1] : ' ';
    const char after_that = at + 2 < text.size() ? text[at + 2] : ' ';
    switch (text[at]) {
    case '*':
        return "∗";
    case '_':
        return is_word(before) && is_word(after) ? "" : "＿";
    case '~':
        return "∼";
    case '`':
        return "ˋ";
    case '@':
        return "＠";
    case '[':
        return "［";
    case ']':
        return "］";
    case '|':
        return "¦";
    case '#': // a number of ours stays as it is
        return is_letter(after) || (after == ' ' && at == 0) || after == '#' ? "＃" : "";
    case ':':
        return (is_letter(before) && after != ' ') || is_of_a_picture(text, at) ? "∶" : "";
    case '.':
        // `evil.com` is a link in many programs; a version or an amount of money is none.
        return ends_www(text, at) || (is_word(before) && is_letter(after) && is_letter(after_that))
                   ? "․"
                   : "";
    case '>':
        return at == 0 ? "›" : "";
    default:
        return "";
    }
}

bool has_mention(std::string_view text) {
    for (auto at = text.find('@'); at != text.npos; at = text.find('@', at + 1)) {
        const bool before_a_name = at + 1 < text.size() && is_letter(text[at + 1]);
        if (before_a_name && (at == 0 || !is_word(text[at - 1]))) {
            return true;
        }
    }
    return false;
}

bool hides_something(std::string_view text) {
    while (!text.empty()) {
        const auto [code, bytes] = first_of(text);
        if (bytes == 0 || (is_hidden(code) && !is_break(code))) {
            return true;
        }
        text.remove_prefix(bytes);
    }
    return false;
}

} // namespace

bool would_act(std::string_view text) {
    return text.contains("://") || text.contains("<!") || has_mention(text) ||
           hides_something(text);
}

std::string visible(std::string_view text) {
    constexpr std::size_t most_marks = 2;
    std::string shown;
    std::size_t marks = most_marks; // there is nothing yet that one could sit on
    while (!text.empty()) {
        const auto [code, bytes] = first_of(text);
        if (bytes > 0 && is_mark(code)) {
            shown += marks++ < most_marks ? text.substr(0, bytes) : std::string_view{};
        } else if (bytes == 0 || (is_hidden(code) && !is_break(code))) {
            shown += replacement;
            marks = most_marks;
        } else if (is_break(code)) {
            shown += ' ';
            marks = most_marks;
        } else if (!is_without_width(code)) {
            shown += text.substr(0, bytes);
            marks = 0;
        }
        text.remove_prefix(bytes == 0 ? 1 : bytes);
    }
    return shown;
}

std::string inert(std::string_view text) {
    const std::string shown = visible(text);
    std::string harmless;
    for (std::size_t at = 0; at < shown.size(); ++at) {
        const auto other = look_alike(shown, at);
        harmless += other.empty() ? std::string_view{shown}.substr(at, 1) : other;
    }
    return harmless;
}

} // namespace klik::chat
