#include "mail/mime_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace klik::mail {

namespace {

constexpr std::size_t longest_line = 76;
constexpr std::string_view word_begins = "=?UTF-8?B?";
constexpr std::string_view word_ends = "?=";

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

bool is_printable_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::string without_controls(std::string_view text) {
    std::string clean{text};
    std::ranges::replace_if(clean, is_control, ' ');
    return clean;
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        const auto piece = bytes.substr(i, 3);
        for (std::size_t at = 0; at < 3; ++at) {
            group = group << 8U |
                    (at < piece.size() ? static_cast<unsigned char>(piece[at]) : std::uint32_t{0});
        }
        for (std::size_t at = 0; at < 4; ++at) {
            text += at <= piece.size() ? digits[group >> (18 - 6 * at) & 0x3FU] : '=';
        }
    }
    return text;
}

/// How much of `text`, in whole characters, fits into an encoded word of that many characters.
std::size_t fitting(std::string_view text, std::size_t room) {
    const std::size_t bytes = (room - word_begins.size() - word_ends.size()) / 4 * 3;
    if (text.size() <= bytes) {
        return text.size();
    }
    std::size_t size = bytes;
    while (size > 0 && !begins_character(text[size])) {
        --size;
    }
    return std::max(size, std::size_t{1});
}

/// Encoded words on lines of their own, the first of them behind `used` characters.
std::string encoded_words(std::string_view text, std::size_t used) {
    std::string words;
    while (!text.empty()) {
        const std::size_t size = fitting(text, longest_line - used - 1);
        words += words.empty() ? "" : "\r\n ";
        words += word_begins;
        words += base64(text.substr(0, size));
        words += word_ends;
        text.remove_prefix(size);
        used = 1;
    }
    return words;
}

bool needs_no_encoding(std::string_view text, std::size_t used) {
    return is_printable_ascii(text) && text.size() + used <= longest_line &&
           text.find("=?") == std::string_view::npos;
}

/// As `"..."`, or as encoded words, which stand without quotes.
std::string phrase(std::string_view name, std::size_t used) {
    std::string quoted = "\"";
    for (const char c : name) {
        quoted += c == '"' || c == '\\' ? "\\" : "";
        quoted += c;
    }
    quoted += '"';
    return needs_no_encoding(quoted, used) ? quoted : encoded_words(name, used);
}

/// True where the character of quoted-printable text has to be written as `=XX`.
bool needs_quoting(std::string_view line, std::size_t at) {
    const char c = line[at];
    const bool blank_end = c == ' ' && at + 1 == line.size();
    const bool dot_alone = c == '.' && at == 0; // SMTP doubles it
    return c == '=' || c < ' ' || c > '~' || blank_end || dot_alone;
}

void add_quoted_line(std::string& text, std::string_view line) {
    std::size_t column = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const auto piece = needs_quoting(line, at)
                               ? fmt::format("={:02X}", static_cast<unsigned char>(line[at]))
                               : std::string(1, line[at]);
        if (column + piece.size() >= longest_line) {
            text += "=\r\n";
            column = 0;
        }
        text += piece;
        column += piece.size();
    }
    text += "\r\n";
}

} // namespace

std::string text_field(std::string_view name, std::string_view text) {
    const std::string clean = without_controls(text);
    const std::size_t used = name.size() + 2;
    return fmt::format("{}: {}\r\n", name,
                       needs_no_encoding(clean, used) ? clean : encoded_words(clean, used));
}

std::string word_field(std::string_view name, std::string_view words) {
    std::string field = fmt::format("{}:", name);
    std::size_t column = field.size();
    while (!words.empty()) {
        const auto word = words.substr(0, words.find(' '));
        if (column + 1 + word.size() > longest_line && column > 1) {
            field += "\r\n";
            column = 0;
        }
        field += ' ';
        field += word;
        column += 1 + word.size();
        words.remove_prefix(std::min(words.size(), word.size() + 1));
    }
    return field + "\r\n";
}

std::string address_field(std::string_view field, std::string_view name, std::string_view address) {
    const std::string clean = without_controls(name);
    if (clean.find_first_not_of(' ') == std::string::npos) {
        return fmt::format("{}: {}\r\n", field, address);
    }
    return fmt::format("{}: {}\r\n <{}>\r\n", field, phrase(clean, field.size() + 2), address);
}

std::string quoted_printable(std::string_view text) {
    std::string quoted;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
        add_quoted_line(quoted, line);
    }
    return quoted;
}

std::string html_escaped(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            if (!is_control(c) || c == '\n' || c == '\t') {
                escaped += c;
            }
        }
    }
    return escaped;
}

std::string shortened(std::string_view text, std::size_t most_characters) {
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!begins_character(text[at])) {
            continue;
        }
        if (++characters == most_characters && text.size() > at + 1) {
            const auto rest = text.substr(at + 1);
            if (std::ranges::any_of(rest, begins_character)) {
                return without_controls(text.substr(0, at)) + "…";
            }
        }
    }
    return without_controls(text);
}

} // namespace klik::mail
