#pragma once

#include "portfolio/store.hpp"

namespace klik::portfolio {

/// The chains of changes that lead from one side to the other and back. Two programs that each
/// answer the other's change would go on for ever by way of us; a change that would repeat one of
/// its chain stops.
///
/// A change belongs to the chain when it follows the one before within `longest_pause`, and what
/// people do on one side alone makes none.
class Lineage {
  public:
    static constexpr std::chrono::minutes longest_pause{5};
    static constexpr int most_put_backs = 3;

    Lineage(const Store& store, common::Time now) : store_{store}, now_{now} {}

    /// What led to the change, oldest first, `cause` at the end.
    [[nodiscard]] std::vector<std::string> of(const Change& change, const std::string& cause) const;
    [[nodiscard]] bool repeats(const Change& change) const;
    /// The change is done.
    void add(const Change& change, const std::vector<std::string>& lineage) const;

  private:
    [[nodiscard]] std::vector<Step> chain(const Change& change) const;
    const Store& store_;
    common::Time now_;
};

} // namespace klik::portfolio
