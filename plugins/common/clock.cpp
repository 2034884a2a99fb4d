#include "common/clock.hpp"

#include <algorithm>
#include <charconv>

namespace klik::common {

namespace {

/// The digits from `at` on, `size` of them; less than zero for what is no number.
int number_at(std::string_view text, std::size_t at, std::size_t size) {
    int number = -1;
    const auto digits = text.substr(std::min(at, text.size()), size);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return read.ptr == digits.data() + size ? number : -1;
}

} // namespace

Time Clock::now() const {
    return virtual_now_.value_or(
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

void Clock::follow(std::string_view virtual_now) {
    virtual_now_ = time_from_rfc3339(virtual_now);
}

void Clock::heard_of(std::string_view event_time) {
    if (virtual_now_) {
        virtual_now_ = std::max(*virtual_now_, time_from_rfc3339(event_time).value_or(Time{}));
    }
}

std::optional<Time> time_from_rfc3339(std::string_view text) {
    constexpr std::string_view shape = "YYYY-MM-DDTHH:MM:SS";
    if (text.size() <= shape.size() || !text.ends_with('Z')) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{
        std::chrono::year{number_at(text, 0, 4)},
        std::chrono::month{static_cast<unsigned>(number_at(text, 5, 2))},
        std::chrono::day{static_cast<unsigned>(number_at(text, 8, 2))}};
    const int hour = number_at(text, 11, 2);
    const int minute = number_at(text, 14, 2);
    const int second = number_at(text, 17, 2);
    if (!date.ok() || std::min({hour, minute, second}) < 0) {
        return std::nullopt;
    }
    int milliseconds = 0;
    if (text[shape.size()] == '.') {
        std::string fraction{text.substr(shape.size() + 1, 3)};
        fraction.erase(std::ranges::find(fraction, 'Z'), fraction.end());
        fraction.resize(3, '0');
        milliseconds = number_at(fraction, 0, 3);
    }
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second} + std::chrono::milliseconds{std::max(milliseconds, 0)};
}

std::chrono::seconds BackOff::after(int tries) const {
    auto wait = first;
    for (int i = 1; i < tries && wait < longest; ++i) {
        wait *= 2;
    }
    return std::min(wait, longest);
}

} // namespace klik::common
