#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace klik::codec {

// The values of a rule set that are texts. Beside each reader stands the end of the sentence
// "... must be ".

[[nodiscard]] std::optional<std::chrono::minutes> time_of_day(std::string_view text); ///< `08:00`
inline constexpr std::string_view allowed_time = R"(a time of day from "00:00" to "23:59")";

[[nodiscard]] std::string time_text(std::chrono::minutes after_midnight); ///< `08:00`

[[nodiscard]] std::optional<int> working_days(std::string_view text); ///< `5wd`
inline constexpr std::string_view allowed_working_days =
    R"(a number of working days from "0wd" to "250wd")";

[[nodiscard]] std::optional<int> some_working_days(std::string_view text); ///< `5wd`, above 0
inline constexpr std::string_view allowed_some_working_days =
    R"(a number of working days from "1wd" to "250wd")";

[[nodiscard]] std::optional<std::chrono::hours> hours(std::string_view text); ///< `24h`
inline constexpr std::string_view allowed_hours = R"(a number of hours from "1h" to "8760h")";

[[nodiscard]] std::optional<std::chrono::minutes> minutes(std::string_view text); ///< `10m`
inline constexpr std::string_view allowed_minutes = R"(a number of minutes from "0m" to "480m")";

/// `14d` or `10wd`, read by `domain::day_count`.
inline constexpr std::string_view allowed_distance =
    R"(a distance such as "14d" (calendar days) or "10wd" (working days), from 0 to 3660)";

} // namespace klik::codec
