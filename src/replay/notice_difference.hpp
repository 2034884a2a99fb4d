#pragma once

#include "engine/event.hpp"
#include "replay/what_if.hpp"

#include <map>

namespace klik::replay {

/// The notices of a period as one rule set tells them, by key.
class Notices {
  public:
    explicit Notices(Period period) : period_{period} {}

    /// Keeps the items of a `Notified` in the period.
    void take(const engine::Event& event);

    struct Told {
        domain::PersonId person;
        Notice notice;
    };
    [[nodiscard]] const std::map<std::string, Told>& told() const { return told_; }

  private:
    Period period_;
    std::map<std::string, Told> told_;
};

/// Adds what is in one of the two only, or at another time, and the counts.
void add_difference(WhatIf& result, const Notices& in_force, const Notices& candidate);

} // namespace klik::replay
