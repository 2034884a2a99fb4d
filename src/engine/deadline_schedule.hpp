#pragma once

#include "engine/decision.hpp"

namespace klik::engine {

enum class ScheduleReason {
    first_sight, ///< steps that lie before it are spent, and none joins the next run
    due_moved,   ///< the same, but the latest of them joins the next run unless it was spent before
    rules,       ///< the same: what the rules before them left for a later run is not lost
    surroundings, ///< anything else: another task, midnight
    run,          ///< the run of today is over: its steps are spent
};

/// Decides anew what lies ahead of the task: the next colour and the next run that has something to
/// tell.
void schedule_deadline(Decision& decision, domain::TaskNumber number, ScheduleReason reason);

/// What a run has to tell about the task beside the ladder: conditions that hold and were not told
/// yet.
[[nodiscard]] std::vector<Occasion> untold_conditions(const Decision& decision,
                                                      const TaskEntry& entry);

} // namespace klik::engine
