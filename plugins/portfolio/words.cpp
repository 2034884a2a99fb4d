#include "portfolio/words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

namespace klik::portfolio {

std::string numbers_in_words(const std::set<std::int64_t>& numbers) {
    return fmt::format("{}", fmt::join(numbers, " "));
}

std::set<std::int64_t> numbers_in(std::string_view words) {
    std::set<std::int64_t> numbers;
    while (!(words = trimmed(words)).empty()) {
        const auto word = words.substr(0, words.find_first_of(" \t\r\n\v\f"));
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
