#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace klik::domain {

/// A civil date in Europe/Copenhagen; a due date stands for the whole day.
using Date = std::chrono::local_days;
using UtcTime = std::chrono::sys_time<std::chrono::milliseconds>;
using LocalTime = std::chrono::local_time<std::chrono::milliseconds>;

/// A point in time together with the civil time that held there when it was taken, so that a later
/// time-zone database cannot change what was decided.
struct Moment {
    UtcTime utc{};
    LocalTime local{};

    [[nodiscard]] Date date() const { return std::chrono::floor<std::chrono::days>(local); }
    friend auto operator<=>(const Moment& a, const Moment& b) { return a.utc <=> b.utc; }
    friend bool operator==(const Moment& a, const Moment& b) { return a.utc == b.utc; }
};

/// Dates outside 1900..2199 are taken for typing errors and refused.
[[nodiscard]] std::optional<Date> date_from_parts(int year, unsigned month, unsigned day);
[[nodiscard]] std::optional<Date> date_from_iso(std::string_view text);    ///< `2024-03-04`
[[nodiscard]] std::optional<Date> date_from_danish(std::string_view text); ///< `04-03-2024`
[[nodiscard]] std::string iso_date(Date date);
[[nodiscard]] std::string danish_date(Date date);

enum class Language { danish, english };

/// `mandag den 4. marts 2024` or `Monday 4 March 2024`.
[[nodiscard]] std::string long_date(Date date, Language language);

/// RFC 3339 with `Z` or an offset, at most milliseconds: `2024-02-01T08:00:00+01:00`. Its day in
/// UTC lies in 1900..2199.
[[nodiscard]] std::optional<UtcTime> utc_from_rfc3339(std::string_view text);
/// RFC 3339 in UTC with milliseconds only when there are any.
[[nodiscard]] std::string rfc3339(UtcTime time);

} // namespace klik::domain
