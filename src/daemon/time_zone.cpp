#include "daemon/time_zone.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace klik::daemon {

namespace {

using std::chrono::days;
using std::chrono::milliseconds;

/// The library reads the table of transitions, which ends here, and not the rule that holds for
/// ever after.
constexpr int last_year_in_table = 2037;
constexpr int years_of_a_calendar_cycle = 28;

/// Days from a year that the table knows to a later one with the same calendar, in which summer
/// time begins and ends on the same dates. Zero where the table knows the year itself.
days distance_from_known_year(days since_epoch) {
    const date::year_month_day date{date::sys_days{since_epoch}};
    const int year = static_cast<int>(date.year());
    const auto new_year_of = [](int which) {
        return date::sys_days{date::year{which} / date::January / 1};
    };
    if (year <= last_year_in_table) {
        return days{0};
    }
    for (int known = last_year_in_table; known > last_year_in_table - years_of_a_calendar_cycle;
         --known) {
        if (date::weekday{new_year_of(known)} == date::weekday{new_year_of(year)} &&
            date::year{known}.is_leap() == date.year().is_leap()) {
            return new_year_of(year) - new_year_of(known);
        }
    }
    throw std::logic_error("no year of a calendar cycle has the calendar of a later one");
}

} // namespace

domain::Result<TimeZone> TimeZone::copenhagen() {
    try {
        return TimeZone{date::locate_zone("Europe/Copenhagen")};
    } catch (const std::runtime_error& failure) {
        return std::unexpected(
            domain::Problem{"unusable", "Europe/Copenhagen",
                            std::string{"the time zone is not known here, install tzdata ("} +
                                failure.what() + ")"});
    }
}

domain::Moment TimeZone::moment(domain::UtcTime utc) const {
    const auto shift = distance_from_known_year(std::chrono::floor<days>(utc.time_since_epoch()));
    const auto local =
        zone_->to_local(date::sys_time<milliseconds>{utc.time_since_epoch() - shift});
    return {utc, domain::LocalTime{local.time_since_epoch() + shift}};
}

domain::UtcTime TimeZone::utc(domain::LocalTime local, domain::UtcTime not_before) const {
    const auto shift = distance_from_known_year(std::chrono::floor<days>(local.time_since_epoch()));
    const auto in_table = date::local_time<milliseconds>{local.time_since_epoch() - shift};
    const auto info = zone_->get_info(in_table);
    if (info.result == date::local_info::nonexistent) {
        return domain::UtcTime{info.first.end.time_since_epoch() + shift};
    }
    const domain::UtcTime first{in_table.time_since_epoch() - info.first.offset + shift};
    if (info.result == date::local_info::ambiguous && first < not_before) {
        return domain::UtcTime{in_table.time_since_epoch() - info.second.offset + shift};
    }
    return first;
}

} // namespace klik::daemon
