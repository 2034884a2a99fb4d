#pragma once

#include "portfolio/bench.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace klik::portfolio {

/// Values of the tool that give way to KLIK's because the policy says so where both sides differ:
/// whoever gave them is told in the item, and the operator where it was for want of a base.
class Overruled {
  public:
    explicit Overruled(Bench& bench) : bench_{bench} {}

    /// Before the changes of one task are written: keeps the comment of each, as that of KLIK's No,
    /// so that it is written once. `people` are the tool's.
    void note(const std::vector<Change>& changes, const std::vector<ToolPerson>& people);
    /// How many of them were of fields on which the two sides had never agreed; once.
    void tell();

  private:
    Bench& bench_;
    std::map<std::int64_t, std::size_t> without_base_; ///< by task
};

} // namespace klik::portfolio
