#pragma once

#include "domain/civil_time.hpp"
#include "domain/problem.hpp"

namespace date {
class time_zone;
}

namespace klik::replay {

/// Civil time in Europe/Copenhagen. The one place where the time-zone database is asked.
class TimeZone {
  public:
    /// `unusable` when the system has no time-zone data.
    [[nodiscard]] static domain::Result<TimeZone> copenhagen();

    [[nodiscard]] domain::Moment moment(domain::UtcTime utc) const;
    /// Where a clock set back shows the local time twice, the earlier of the two unless it lies
    /// before `not_before`; where a clock set forward never shows it, the moment of the jump.
    [[nodiscard]] domain::UtcTime utc(domain::LocalTime local,
                                      domain::UtcTime not_before = domain::UtcTime::min()) const;

  private:
    explicit TimeZone(const date::time_zone* zone) : zone_{zone} {}

    const date::time_zone* zone_;
};

} // namespace klik::replay
