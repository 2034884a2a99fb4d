#pragma once

#include "domain/task.hpp"

#include <functional>
#include <optional>
#include <set>
#include <vector>

namespace klik::domain {

/// How the rules reach other tasks; null where the number is unknown.
using TaskLookup = std::function<const Task*(TaskNumber)>;

/// The known prerequisites that are still open, ascending: what blocks the task. Empty means ready.
[[nodiscard]] std::vector<TaskNumber> blocking_prerequisites(const Task& task,
                                                             const TaskLookup& tasks);
/// The open tasks without open prerequisites of their own that are met first on each way through
/// what blocks the task, ascending: those that can be worked on. Empty where all wait for each
/// other.
[[nodiscard]] std::vector<TaskNumber> nearest_ready_blockers(const Task& task,
                                                             const TaskLookup& tasks);
/// Prerequisites that name no known task; they block nothing, docs/rules.md 5.
[[nodiscard]] std::vector<TaskNumber> unknown_prerequisites(const Task& task,
                                                            const TaskLookup& tasks);

/// The shortest way from the task through prerequisites back to itself, with the task first and
/// last, or empty when it lies on no cycle.
[[nodiscard]] std::vector<TaskNumber> prerequisite_cycle(const Task& task, const TaskLookup& tasks);
/// The same for each of its prerequisites that leads back to it, ascending: the shortest cycle with
/// that edge.
[[nodiscard]] std::vector<std::vector<TaskNumber>> prerequisite_cycles(const Task& task,
                                                                       const TaskLookup& tasks);
/// All tasks that are on a cycle with the task, itself among them; empty when it lies on none.
[[nodiscard]] std::set<TaskNumber> tasks_on_its_cycles(const Task& task, const TaskLookup& tasks);

/// A due date that lies before another date which it must not precede.
struct DateConflict {
    std::optional<TaskNumber> prerequisite; ///< empty: the task's own start date
    Date due;
    Date not_before;
    friend bool operator==(const DateConflict&, const DateConflict&) = default;
};
[[nodiscard]] std::vector<DateConflict> date_conflicts(const Task& task, const TaskLookup& tasks);

} // namespace klik::domain
