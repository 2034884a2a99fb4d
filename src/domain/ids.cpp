#include "domain/ids.hpp"

#include <algorithm>
#include <charconv>

namespace klik::domain {

namespace {

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

template <class Integer>
std::optional<Integer> whole(std::string_view text) {
    Integer value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

} // namespace

std::optional<MunicipalityCode> municipality_code(std::string_view text) {
    if (text.size() != 4 || !all_digits(text)) {
        return std::nullopt;
    }
    return MunicipalityCode{std::string(text)};
}

std::optional<TaskNumber> task_number(std::string_view text) {
    if (text.starts_with('#')) {
        text.remove_prefix(1);
    }
    const auto value = whole<std::int64_t>(text);
    if (!value || *value == 0) {
        return std::nullopt;
    }
    return TaskNumber{*value};
}

std::string to_string(TaskNumber number) {
    return std::to_string(number.value);
}

std::optional<Sequence> sequence(std::string_view text) {
    if (text.size() != 20 || !all_digits(text)) {
        return std::nullopt;
    }
    const auto value = whole<std::uint64_t>(text);
    if (!value) {
        return std::nullopt;
    }
    return Sequence{*value};
}

std::string to_string(Sequence sequence) {
    std::string digits(20, '0');
    auto left = sequence.value;
    for (auto place = digits.rbegin(); left != 0; ++place, left /= 10) {
        *place = static_cast<char>('0' + left % 10);
    }
    return digits;
}

} // namespace klik::domain
