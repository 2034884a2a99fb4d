#include "ctl/local_time.hpp"

#include "replay/time_zone.hpp"

#include <fmt/format.h>

#include <charconv>

namespace klik::ctl {

namespace {

std::optional<int> two_digits(std::string_view text, int below) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && text.size() == 2 && value >= 0 && value < below ? std::optional{value}
                                                                    : std::nullopt;
}

/// Minutes after midnight of `08:00`.
std::optional<std::chrono::minutes> clock_time(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') {
        return std::nullopt;
    }
    const auto hours = two_digits(text.substr(0, 2), 24);
    const auto minutes = two_digits(text.substr(3), 60);
    if (!hours || !minutes) {
        return std::nullopt;
    }
    return std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
}

} // namespace

std::string local_time_text(std::string_view rfc3339) {
    const auto utc = domain::utc_from_rfc3339(rfc3339);
    if (!utc) {
        return std::string{rfc3339};
    }
    const auto zone = replay::TimeZone::copenhagen();
    return zone ? local_time_text(zone->moment(*utc).local) : std::string{rfc3339};
}

std::string local_time_text(domain::LocalTime time) {
    const domain::Date day = std::chrono::floor<std::chrono::days>(time);
    const auto minutes = std::chrono::floor<std::chrono::minutes>(time - day).count();
    return fmt::format("{} {:02}:{:02}", domain::danish_date(day), minutes / 60, minutes % 60);
}

std::string local_date_text(std::string_view iso_date) {
    const auto day = domain::date_from_iso(iso_date);
    return day ? domain::danish_date(*day) : "-";
}

std::optional<domain::UtcTime> time_from_text(std::string_view text) {
    if (const auto utc = domain::utc_from_rfc3339(text)) {
        return utc;
    }
    constexpr std::size_t date_length = 10;
    const std::string_view date_part = text.substr(0, date_length);
    auto day = domain::date_from_iso(date_part);
    if (!day) {
        day = domain::date_from_danish(date_part);
    }
    const bool has_time = text.size() > date_length;
    const auto time = has_time && text[date_length] == ' '
                          ? clock_time(text.substr(date_length + 1))
                          : std::nullopt;
    if (!day || (has_time && !time)) {
        return std::nullopt;
    }
    const auto zone = replay::TimeZone::copenhagen();
    return zone ? std::optional{zone->utc(*day + time.value_or(std::chrono::minutes{0}))}
                : std::nullopt;
}

} // namespace klik::ctl
