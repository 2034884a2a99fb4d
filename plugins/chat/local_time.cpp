#include "chat/local_time.hpp"

#include <date/tz.h>

namespace klik::chat {

namespace {

/// The calendar is the same again, and the table of the zone may end in 2037.
constexpr std::chrono::days cycle{28 * 365 + 7};
constexpr int last_year_in_table = 2037;

} // namespace

LocalTime in_denmark(common::Time time) {
    static const date::time_zone* const zone = date::locate_zone("Europe/Copenhagen");
    std::chrono::days shift{};
    const auto year_of = [&] {
        return common::Date{std::chrono::floor<std::chrono::days>(time - shift)}.year();
    };
    while (year_of() > std::chrono::year{last_year_in_table}) {
        shift += cycle;
    }
    const auto local = zone->to_local(
        date::sys_time<std::chrono::milliseconds>{(time - shift).time_since_epoch()});
    const auto since = local.time_since_epoch() + shift;
    const auto day = std::chrono::floor<std::chrono::days>(since);
    return {common::Date{std::chrono::sys_days{day}},
            std::chrono::floor<std::chrono::minutes>(since - day)};
}

} // namespace klik::chat
