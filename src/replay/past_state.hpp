#pragma once

#include "engine/state.hpp"
#include "journal/journal.hpp"

#include <cstddef>

namespace klik::replay {

/// The state as the journal's records up to and including a time left it, rebuilt bit by bit, so
/// that whoever has other work can do that in between.
class PastState {
  public:
    /// The journal outlives this.
    PastState(journal::Journal& journal, const domain::MunicipalityCode& municipality,
              domain::UtcTime time)
        : journal_{&journal}, time_{time} {
        state_.municipality = municipality;
    }

    /// Reads on, at most so many records; true when the state is complete. `damaged` where a record
    /// is missing or cannot be read.
    [[nodiscard]] domain::Result<bool> go_on(std::size_t records);

    /// By the records that have been read.
    [[nodiscard]] const engine::State& state() const { return state_; }

  private:
    journal::Journal* journal_;
    domain::UtcTime time_;
    engine::State state_;
    bool complete_ = false;
};

} // namespace klik::replay
