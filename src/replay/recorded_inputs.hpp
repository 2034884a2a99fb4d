#pragma once

#include "engine/input.hpp"
#include "engine/state.hpp"
#include "journal/journal.hpp"

#include <deque>
#include <optional>
#include <vector>

namespace klik::replay {

/// An input as the journal holds it, with what was decided from it.
struct RecordedInput {
    /// Nothing for a report, which the service records without a decision.
    std::optional<engine::Input> input;
    std::vector<engine::Event> events;  ///< the input's own first
    std::vector<codec::Record> records; ///< the same as they are stored
};

/// A municipality's inputs from its first record on, one by one, and the state before each.
class RecordedInputs {
  public:
    /// The journal outlives this. Records that are appended meanwhile are read as well.
    RecordedInputs(journal::Journal& journal, domain::MunicipalityCode municipality);

    /// Null at the end; what it points to holds until the next call. `damaged` where a record is
    /// missing, cannot be read or does not follow from the input before it.
    [[nodiscard]] domain::Result<const RecordedInput*> next();

    /// Before the input that `next` gave last; at the end, after all of them.
    [[nodiscard]] const engine::State& state() const { return state_; }

  private:
    [[nodiscard]] domain::Result<bool> fill();
    [[nodiscard]] domain::Result<void> take_record();

    journal::Journal* journal_;
    engine::State state_;
    RecordedInput current_;
    std::deque<codec::Record> ahead_; ///< read, and not yet given
    domain::Sequence read_;           ///< the last of all that were read
};

} // namespace klik::replay
