#include "replay/time_zone.hpp"

#include "domain/summer_time.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace klik::replay {

namespace {

using std::chrono::milliseconds;

std::chrono::days beyond_table(auto time) {
    return domain::days_beyond_zone_table(
        domain::Date{std::chrono::floor<std::chrono::days>(time.time_since_epoch())});
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
    const auto shift = beyond_table(utc);
    const auto local =
        zone_->to_local(date::sys_time<milliseconds>{utc.time_since_epoch() - shift});
    return {utc, domain::LocalTime{local.time_since_epoch() + shift}};
}

domain::UtcTime TimeZone::utc(domain::LocalTime local, domain::UtcTime not_before) const {
    const auto shift = beyond_table(local);
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

} // namespace klik::replay
