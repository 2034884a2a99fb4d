#include "common/text.hpp"

#include <algorithm>
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
