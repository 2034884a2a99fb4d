#pragma once

#include "engine/event.hpp"
#include "replay/what_if.hpp"

#include <map>

namespace klik::replay {

/// The notices of a period as one rule set tells them, by key.
class Notices {
  public:
    explicit Notices(Period period) : period_{period} {}

    /// Keeps the items of a `Notified` in the period. One that was told before is not another; the
    /// first time that it is told again behind the journal's end is kept with it.
    void take(const engine::Event& event);
    /// What is taken from now on lies behind the journal's end.
    void go_ahead() { ahead_ = true; }

    struct Told {
        domain::PersonId person;
        Notice notice;
    };
    [[nodiscard]] const std::map<std::string, Told>& told() const { return told_; }

  private:
    void keep(const Told& told);

    Period period_;
    bool ahead_ = false;
    std::map<std::string, Told> told_;
};

/// What is in one of the two only, or at another time, and the counts.
void note_difference(WhatIf& result, const Notices& in_force, const Notices& candidate);

} // namespace klik::replay
