#pragma once

#include "engine/decision.hpp"

#include <set>

namespace klik::engine {

/// Which of the tasks that wait for `number` (and the task itself) are blocked, taken before a
/// change so that what became of it can be told afterwards.
class ReadinessBefore {
  public:
    ReadinessBefore(const State& state, domain::TaskNumber number);

    /// Publishes the states of all tasks that the change may have touched, and tells the assignees
    /// of those that are ready now (`unblocked`) or blocked once more (`blocked_again`). `cause` is
    /// part of the notices' keys.
    void tell_changes(Decision& decision, const FactIdentity& cause) const;

  private:
    void tell_change(Decision& decision, const domain::Task& task, const std::string& cause) const;

    domain::TaskNumber number_;
    std::set<domain::TaskNumber> known_; ///< open and known before; a first sight tells nothing
    std::set<domain::TaskNumber> blocked_;
    std::set<domain::TaskNumber> neighbours_; ///< on either side of an edge
};

/// `#130101, #130102`
[[nodiscard]] std::string number_list(const std::vector<domain::TaskNumber>& numbers);

} // namespace klik::engine
