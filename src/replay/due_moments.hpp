#pragma once

#include "engine/state.hpp"
#include "replay/time_zone.hpp"

namespace klik::replay {

/// When something will happen by itself in this state.
[[nodiscard]] std::optional<domain::UtcTime> next_due(const engine::State& state,
                                                      const TimeZone& zone);

/// The moment of the next record: a clock that was set back does not take the journal back.
[[nodiscard]] domain::Moment moment_of(const engine::State& state, domain::UtcTime now,
                                       const TimeZone& zone);

/// The moments that are due until a time, one by one as the state goes on.
class DueMoments {
  public:
    /// State and zone outlive this.
    DueMoments(const engine::State& state, domain::UtcTime until, const TimeZone& zone)
        : state_{&state}, until_{until}, zone_{&zone} {}

    /// The next one, which the caller has decided (`PassMoment`) before he asks again; throws
    /// `std::logic_error` when it was decided and is still due.
    [[nodiscard]] std::optional<domain::Moment> next();

  private:
    const engine::State* state_;
    domain::UtcTime until_;
    const TimeZone* zone_;
    std::optional<domain::UtcTime> before_;
};

} // namespace klik::replay
