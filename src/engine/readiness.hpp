#pragma once

#include "engine/decision.hpp"

#include <set>

namespace klik::engine {

/// The tasks that a task waits for, and those on a cycle with it, taken before a change so that
/// what became of them can be told afterwards.
class ReadinessBefore {
  public:
    ReadinessBefore(const State& state, domain::TaskNumber number);

    /// Publishes the states of all tasks that the change touched, gathers what it means for
    /// those that are ready now (`unblocked`) or blocked once more (`blocked_again`), takes back
    /// what ended, but not from those in `by`, who did it, and schedules all but the changed task
    /// itself. `cause` is part of the notices' keys.
    ///
    /// A task that names an unknown number waits for that, at most until the next run.
    void gather_changes(Decision& decision, const FactIdentity& cause,
                        const std::set<domain::PersonId>& by = {}) const;

  private:
    domain::TaskNumber number_;
    domain::FlatSet<domain::TaskNumber> upstream_;
};

[[nodiscard]] bool any_open(const State& state, const std::vector<domain::TaskNumber>& numbers);

/// Whether its assignee has yet to hear that it is ready, once it is: it was blocked for longer
/// than the pages of an import take.
[[nodiscard]] bool may_be_unblocked(const Decision& decision, const TaskEntry& entry);

/// The task is ready. `cause` is part of the notice's key.
[[nodiscard]] Occasion unblocked_occasion(const Decision& decision, const domain::Task& task,
                                          const std::string& cause);

/// The task is blocked after it was said to be ready.
[[nodiscard]] Occasion blocked_again_occasion(const State& state, const domain::Task& task,
                                              const std::string& cause);

/// Whether an open task is one that it waits for.
[[nodiscard]] bool is_blocked(const State& state, const domain::Task& task);

/// The fact `blocked_by`, where the task is blocked.
void add_blockers(const State& state, const domain::Task& task, Facts& facts);

/// `#130101, #130102`
[[nodiscard]] std::string number_list(const std::vector<domain::TaskNumber>& numbers);
/// Those of such a list.
[[nodiscard]] std::vector<domain::TaskNumber> numbers_in(std::string_view list);
/// `#130101 → #130102`; of a long way its beginning and its end.
[[nodiscard]] std::string way_in_words(const std::vector<domain::TaskNumber>& way);

} // namespace klik::engine
