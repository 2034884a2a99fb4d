#include "portfolio/words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace klik::portfolio {

namespace {

constexpr std::string_view blanks = " \t\r\n\v\f";
constexpr std::string_view ellipsis = "…";

bool begins_a_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

bool is_control(char byte) {
    return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F;
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

std::string cut(std::string_view text, std::size_t longest) {
    if (longest == 0 || offset_of(text, longest) == text.size()) {
        return std::string{text};
    }
    return std::string{trimmed(text.substr(0, offset_of(text, longest - 1)))}.append(ellipsis);
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char each) {
        return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each;
    });
    return lower;
}

std::string numbers_in_words(const std::set<std::int64_t>& numbers) {
    return fmt::format("{}", fmt::join(numbers, " "));
}

std::set<std::int64_t> numbers_in(std::string_view words) {
    std::set<std::int64_t> numbers;
    while (!(words = trimmed(words)).empty()) {
        const auto word = words.substr(0, words.find_first_of(blanks));
        std::int64_t number = 0;
        const auto* const end = word.data() + word.size();
        const auto read = std::from_chars(word.data(), end, number);
        if (read.ec == std::errc{} && read.ptr == end) {
            numbers.insert(number);
        }
        words.remove_prefix(word.size());
    }
    return numbers;
}

} // namespace klik::portfolio
