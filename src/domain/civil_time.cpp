#include "domain/civil_time.hpp"

#include "domain/short_text.hpp"

#include <array>

namespace klik::domain {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> danish_months{
    "januar", "februar", "marts",     "april",   "maj",      "juni",
    "juli",   "august",  "september", "oktober", "november", "december"};
constexpr std::array<std::string_view, 12> english_months{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> danish_weekdays{"søndag",  "mandag", "tirsdag", "onsdag",
                                                          "torsdag", "fredag", "lørdag"};
constexpr std::array<std::string_view, 7> english_weekdays{
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

/// Exactly `text.size()` decimal digits; nothing else.
std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    return value;
}

/// Other years are taken for typing errors.
bool has_year(year_month_day date) {
    return date.year() >= std::chrono::year{1900} && date.year() <= std::chrono::year{2199};
}

std::optional<Date> date_from(std::string_view year, std::string_view month, std::string_view day) {
    const auto y = digits(year);
    const auto m = digits(month);
    const auto d = digits(day);
    if (!y || !m || !d) {
        return std::nullopt;
    }
    return date_from_parts(*y, static_cast<unsigned>(*m), static_cast<unsigned>(*d));
}

/// `Z`, `+01:00`, `-02:30`
std::optional<minutes> utc_offset(std::string_view text) {
    if (text == "Z" || text == "z") {
        return minutes{0};
    }
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
        return std::nullopt;
    }
    const auto h = digits(text.substr(1, 2));
    const auto m = digits(text.substr(4, 2));
    if (!h || !m || *h > 23 || *m > 59) {
        return std::nullopt;
    }
    const minutes offset{*h * 60 + *m};
    return text[0] == '-' ? -offset : offset;
}

} // namespace

std::optional<Date> date_from_parts(int year, unsigned month, unsigned day) {
    const year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                              std::chrono::day{day}};
    if (!has_year(date) || !date.ok()) {
        return std::nullopt;
    }
    return local_days{date};
}

std::optional<Date> date_from_iso(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    return date_from(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2));
}

std::optional<Date> date_from_danish(std::string_view text) {
    if (text.size() != 10 || text[2] != '-' || text[5] != '-') {
        return std::nullopt;
    }
    return date_from(text.substr(6, 4), text.substr(3, 2), text.substr(0, 2));
}

std::string iso_date(Date date) {
    return std::string{ShortText{date}.view()};
}

std::string danish_date(Date date) {
    const std::string iso = iso_date(date);
    return iso.substr(8, 2) + '-' + iso.substr(5, 2) + '-' + iso.substr(0, 4);
}

std::string long_date(Date date, Language language) {
    const year_month_day parts{date};
    const std::size_t month = static_cast<unsigned>(parts.month()) - 1;
    const std::size_t weekday = std::chrono::weekday{date}.c_encoding();
    const std::string day = std::to_string(static_cast<unsigned>(parts.day()));
    const std::string year = std::to_string(static_cast<int>(parts.year()));
    if (language == Language::english) {
        return std::string(english_weekdays.at(weekday)) + ' ' + day + ' ' +
               std::string(english_months.at(month)) + ' ' + year;
    }
    return std::string(danish_weekdays.at(weekday)) + " den " + day + ". " +
           std::string(danish_months.at(month)) + ' ' + year;
}

std::optional<UtcTime> utc_from_rfc3339(std::string_view text) {
    if (text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
        text[16] != ':') {
        return std::nullopt;
    }
    const auto date = date_from_iso(text.substr(0, 10));
    const auto h = digits(text.substr(11, 2));
    const auto m = digits(text.substr(14, 2));
    const auto s = digits(text.substr(17, 2));
    if (!date || !h || !m || !s || *h > 23 || *m > 59 || *s > 59) {
        return std::nullopt;
    }
    std::string_view rest = text.substr(19);
    milliseconds fraction{0};
    if (rest.front() == '.') {
        rest.remove_prefix(1);
        std::size_t count = 0;
        while (count < rest.size() && rest[count] >= '0' && rest[count] <= '9') {
            ++count;
        }
        if (count == 0 || count > 9) {
            return std::nullopt;
        }
        for (std::size_t place = 0; place < 3; ++place) {
            fraction = 10 * fraction + milliseconds{place < count ? rest[place] - '0' : 0};
        }
        rest.remove_prefix(count);
    }
    const auto offset = utc_offset(rest);
    if (!offset) {
        return std::nullopt;
    }
    const UtcTime utc = sys_days{date->time_since_epoch()} + hours{*h} + minutes{*m} + seconds{*s} +
                        fraction - *offset;
    // The offset may carry it over the edge of what is written and read again as UTC.
    const year_month_day day{floor<days>(utc)};
    return has_year(day) ? std::optional{utc} : std::nullopt;
}

std::string rfc3339(UtcTime time) {
    return std::string{ShortText{time}.view()};
}

} // namespace klik::domain
