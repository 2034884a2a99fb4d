#pragma once

#include "engine/decision.hpp"

#include <set>

namespace klik::engine {

/// The tasks that a task waits for, and those on a cycle with it, taken before a change so that
/// what became of them can be told afterwards.
class ReadinessBefore {
  public:
    ReadinessBefore(const State& state, domain::TaskNumber number);

    /// Publishes the states of all tasks that the change touched, tells the assignees of
    /// those that are ready now (`unblocked`) or blocked once more (`blocked_again`), and schedules
    /// all but the changed task itself. `cause` is part of the notices' keys.
    ///
    /// A task that names an unknown number waits for that, at most until the next run.
    void tell_changes(Decision& decision, const FactIdentity& cause) const;

  private:
    domain::TaskNumber number_;
    std::set<domain::TaskNumber> upstream_;
};

/// The task is ready. `occasion` makes the key.
void tell_unblocked(Decision& decision, const domain::Task& task, const std::string& occasion,
                    Facts facts = {});

/// `#130101, #130102`
[[nodiscard]] std::string number_list(const std::vector<domain::TaskNumber>& numbers);

} // namespace klik::engine
