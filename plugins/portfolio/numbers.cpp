#include "portfolio/numbers.hpp"

#include <charconv>

namespace klik::portfolio {

std::set<std::int64_t> numbers_in(std::string_view list) {
    std::set<std::int64_t> numbers;
    const char* at = list.data();
    const char* end = list.data() + list.size();
    while (at != end) {
        std::int64_t number = 0;
        const auto read = std::from_chars(at, end, number);
        if (read.ec == std::errc{}) {
            numbers.insert(number);
        }
        at = read.ec == std::errc{} ? read.ptr : at + 1;
    }
    return numbers;
}

std::string list_of(const std::set<std::int64_t>& numbers) {
    std::string list;
    for (const auto number : numbers) {
        list.append(list.empty() ? "" : " ").append(std::to_string(number));
    }
    return list;
}

std::string with_number(std::string_view list, std::int64_t number) {
    auto numbers = numbers_in(list);
    numbers.insert(number);
    return list_of(numbers);
}

std::string without_number(std::string_view list, std::int64_t number) {
    auto numbers = numbers_in(list);
    numbers.erase(number);
    return list_of(numbers);
}

} // namespace klik::portfolio
