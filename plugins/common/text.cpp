#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace klik::common {

namespace {

constexpr std::string_view blanks = " \t\r\n\v\f";
constexpr std::string_view ellipsis = "…";

bool begins_a_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

bool is_control(char byte) {
    return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F;
}

/// How long the character of UTF-8 is that begins the bytes; 0 where none does. Overlong forms,
/// surrogates and what is above U+10FFFF are none: they show in the second byte.
std::size_t character_at_front(std::string_view bytes) {
    struct Form {
        unsigned char first_lead, last_lead, least_second, greatest_second;
        std::size_t length;
    };
    constexpr std::array<Form, 9> forms{{{0x00, 0x7F, 0x00, 0x00, 1},
                                         {0xC2, 0xDF, 0x80, 0xBF, 2},
                                         {0xE0, 0xE0, 0xA0, 0xBF, 3},
                                         {0xE1, 0xEC, 0x80, 0xBF, 3},
                                         {0xED, 0xED, 0x80, 0x9F, 3},
                                         {0xEE, 0xEF, 0x80, 0xBF, 3},
                                         {0xF0, 0xF0, 0x90, 0xBF, 4},
                                         {0xF1, 0xF3, 0x80, 0xBF, 4},
                                         {0xF4, 0xF4, 0x80, 0x8F, 4}}};
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
    const auto* const form = std::ranges::find_if(forms, [&](const Form& each) {
        return byte(0) >= each.first_lead && byte(0) <= each.last_lead;
    });
    if (form == forms.end() || form->length > bytes.size()) {
        return 0;
    }
    if (form->length > 1 && (byte(1) < form->least_second || byte(1) > form->greatest_second)) {
        return 0;
    }
    const auto rest = bytes.substr(1, form->length - 1);
    return std::ranges::none_of(rest, begins_a_character) ? form->length : 0;
}

/// Where the character with that index begins; the text's end where there are fewer.
std::size_t offset_of(std::string_view text, std::size_t character) {
    std::size_t seen = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (begins_a_character(text[at]) && seen++ == character) {
            return at;
        }
    }
    return text.size();
}

} // namespace

bool is_utf8(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto length = character_at_front(bytes);
        if (length == 0) {
            return false;
        }
        bytes.remove_prefix(length);
    }
    return true;
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::string tidy(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\r') {
            clean += text[at];
        } else if (at + 1 == text.size() || text[at + 1] != '\n') {
            clean += '\n';
        }
    }
    return std::string{trimmed(clean)};
}

std::string one_line(std::string_view text) {
    std::string line = tidy(text);
    std::ranges::replace_if(line, is_control, ' ');
    return line;
}

std::string readable(std::string_view bytes) {
    std::string line;
    line.reserve(bytes.size());
    while (!bytes.empty()) {
        const auto length = character_at_front(bytes);
        if (bytes.front() == '\n' || bytes.front() == '\t') {
            line += ' ';
        } else if (length == 0 || is_control(bytes.front())) {
            line += '?';
        } else {
            line += bytes.substr(0, length);
        }
        bytes.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return line;
}

std::string cut(std::string_view text, std::size_t longest) {
    if (longest == 0 || offset_of(text, longest) == text.size()) {
        return std::string{text};
    }
    return std::string{trimmed(text.substr(0, offset_of(text, longest - 1)))}.append(ellipsis);
}

std::string cut_to_bytes(std::string_view text, std::size_t longest) {
    if (text.size() <= longest) {
        return std::string{text};
    }
    auto end = longest > ellipsis.size() ? longest - ellipsis.size() : 0;
    while (end > 0 && !begins_a_character(text[end])) {
        --end;
    }
    return std::string{trimmed(text.substr(0, end))}.append(ellipsis);
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char each) {
        return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each;
    });
    return lower;
}

std::vector<std::int64_t> task_numbers_in(std::string_view text) {
    std::vector<std::int64_t> numbers;
    for (auto at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
        std::int64_t number = 0;
        const auto digits = text.substr(at + 1);
        if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec ==
            std::errc{}) {
            numbers.push_back(number);
        }
    }
    return numbers;
}

} // namespace klik::common
