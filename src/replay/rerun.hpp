#pragma once

#include "engine/input.hpp"
#include "engine/state.hpp"
#include "replay/recorded_inputs.hpp"
#include "replay/time_zone.hpp"

#include <functional>
#include <optional>

namespace klik::replay {

/// Gets each event as it is decided.
using EventSink = std::function<void(const engine::Event&)>;

/// A municipality's life once more, in virtual time that stops at every due moment.
class Rerun {
  public:
    /// Goes on from `state`. The zone outlives this.
    Rerun(engine::State state, const TimeZone& zone, EventSink sink)
        : state_{std::move(state)}, zone_{&zone}, sink_{std::move(sink)} {}

    /// From now on these rules hold, and recorded ones are passed over.
    void load_rules(const engine::LoadRules& rules, domain::UtcTime now);

    /// Decides a recorded input again at its time. Recorded moments are passed over: which moments
    /// are due depends on the rules, and those until the input pass by themselves before it. They
    /// are late where the recorded ones were.
    void take(const RecordedInput& recorded);

    void pass_due_moments(domain::UtcTime until);

    [[nodiscard]] const engine::State& state() const { return state_; }

  private:
    void decide(const engine::Input& input);
    void copy_report(const engine::Event& report);

    engine::State state_;
    const TimeZone* zone_;
    EventSink sink_;
    bool own_rules_ = false;
    /// The first recorded moment that a start caught up with, until that start.
    std::optional<domain::UtcTime> off_since_;
};

} // namespace klik::replay
