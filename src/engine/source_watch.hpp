#pragma once

#include "engine/decision.hpp"

namespace klik::engine {

/// What a fact does to the count of its source, taken before the fact is recorded so that what
/// became of it can be published afterwards: `gap`, `gap_closed`, `source_restarted`.
class SourceWatch {
  public:
    SourceWatch(const State& state, const FactIdentity& fact);
    void report(Decision& decision) const;

  private:
    void report_gap(Decision& decision) const;
    void report_new_count(Decision& decision) const;

    const FactIdentity& fact_;
    Arrival arrival_ = Arrival::next;
    std::optional<SourceGap> closing_; ///< of a late fact: the gap that it belongs to
    std::string old_epoch_;
    domain::Sequence old_last_;
};

/// Publishes that all gaps of the source are covered by a set, as `gap_closed`, one by one.
void report_covered(Decision& decision, const std::string& name, const Source& before);

} // namespace klik::engine
