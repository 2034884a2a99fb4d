#include "domain/ids.hpp"

#include "domain/short_text.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

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
    constexpr std::uint64_t highest = std::numeric_limits<std::uint64_t>::max();
    if (text.size() != 20) {
        return std::nullopt;
    }
    std::uint64_t value = 0; // 19 digits fit, whatever they are
    std::uint64_t last = 0;
    for (const char c : text) {
        value = 10 * value + last;
        last = static_cast<std::uint64_t>(c - '0');
        if (last > 9) {
            return std::nullopt;
        }
    }
    if (value > (highest - last) / 10) {
        return std::nullopt;
    }
    return Sequence{10 * value + last};
}

std::string to_string(Sequence sequence) {
    return std::string{ShortText{sequence}.view()};
}

} // namespace klik::domain
