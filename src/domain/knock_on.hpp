#pragma once

#include "domain/compact_optional.hpp"
#include "domain/prerequisites.hpp"
#include "domain/working_calendar.hpp"

#include <functional>
#include <map>
#include <optional>

namespace klik::domain {

/// The latest day on which a task can be finished so that neither it nor a task that waits for it
/// is late, docs/rules.md 5.
struct SafeFinish {
    /// Empty: closed, or neither it nor what waits for it has a due date.
    CompactOptional<Date> date;
    /// The task that waits for it and decides the date; empty where its own due date does.
    CompactOptional<TaskNumber> decider;
    friend bool operator==(const SafeFinish&, const SafeFinish&) = default;
};

/// How knock-on reaches the tasks, as they are after a change.
struct KnockOnGraph {
    TaskLookup tasks;
    /// The tasks that name the number as a prerequisite.
    std::function<const FlatSet<TaskNumber>&(TaskNumber)> waiting;
    /// What held before the change.
    std::function<SafeFinish(TaskNumber)> before;
    /// Whether the task's prerequisites lead back to it.
    std::function<bool(TaskNumber)> on_cycle;
};

/// How long a task takes once nothing blocks it any more.
struct Effort {
    std::function<int(const Task&)> working_days;
    const WorkingCalendar& calendar;
};

/// What holds after a change where it is another than before, of all tasks that the change can
/// reach.
///
/// `changed` has each task whose due date, status or existence changed, that gained or lost a task
/// that waits for it, or that came to lie on a cycle or no longer does. An edge whose ends wait for
/// each other counts for nothing. A date before 1900 becomes 1900-01-01.
[[nodiscard]] std::map<TaskNumber, SafeFinish>
moved_safe_finishes(const KnockOnGraph& graph, const Effort& effort,
                    const FlatSet<TaskNumber>& changed);

} // namespace klik::domain
