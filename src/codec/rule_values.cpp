#include "codec/rule_values.hpp"

#include "domain/working_calendar.hpp"

#include <charconv>

namespace klik::codec {

namespace {

constexpr int most_working_days = 250;
constexpr int longest_wait_hours = 8760;
constexpr int longest_gathering_minutes = 480;

std::optional<int> whole_number(std::string_view digits, int lowest, int highest) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || value < lowest ||
        value > highest) {
        return std::nullopt;
    }
    return value;
}

std::optional<int> number_before(char unit, std::string_view text, int lowest, int highest) {
    if (!text.ends_with(unit)) {
        return std::nullopt;
    }
    text.remove_suffix(1);
    return whole_number(text, lowest, highest);
}

} // namespace

std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') {
        return std::nullopt;
    }
    const auto hour = whole_number(text.substr(0, 2), 0, 23);
    const auto minute = whole_number(text.substr(3), 0, 59);
    if (!hour || !minute) {
        return std::nullopt;
    }
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute};
}

std::string time_text(std::chrono::minutes after_midnight) {
    const auto two_digits = [](auto count) {
        return (count < 10 ? "0" : "") + std::to_string(count);
    };
    const auto hour = std::chrono::floor<std::chrono::hours>(after_midnight);
    return two_digits(hour.count()) + ':' + two_digits((after_midnight - hour).count());
}

std::optional<int> working_days(std::string_view text) {
    const auto days = domain::day_count(text);
    if (!days || !days->working || days->count > most_working_days) {
        return std::nullopt;
    }
    return days->count;
}

std::optional<int> some_working_days(std::string_view text) {
    const auto days = working_days(text);
    return days && *days > 0 ? days : std::nullopt;
}

std::optional<std::chrono::hours> hours(std::string_view text) {
    const auto count = number_before('h', text, 1, longest_wait_hours);
    return count ? std::optional(std::chrono::hours{*count}) : std::nullopt;
}

std::optional<std::chrono::minutes> minutes(std::string_view text) {
    const auto count = number_before('m', text, 0, longest_gathering_minutes);
    return count ? std::optional(std::chrono::minutes{*count}) : std::nullopt;
}

} // namespace klik::codec
