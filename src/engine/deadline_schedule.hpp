#pragma once

#include "domain/reminder_ladder.hpp"
#include "engine/decision.hpp"

namespace klik::engine {

enum class ScheduleReason {
    first_sight, ///< steps that lie before it are spent, and none joins the next run
    due_moved,   ///< the same, but the latest of them joins the next run unless it was spent before
    rules,       ///< the same: what the rules before them left for a later run is not lost
    surroundings, ///< anything else: another task, midnight
    run,          ///< the run of today is over: its steps are spent
    run_missed,   ///< klikd was off then: its steps are spent, and the rest waits for the start
};

/// The step to tell of in today's run: of several that meet, the one nearest to the due date. The
/// task has one.
[[nodiscard]] std::optional<domain::LadderStep> step_of_run(const Decision& decision,
                                                            const TaskEntry& entry);

/// Decides anew what lies ahead of the task: the next colour and the next run that has something to
/// tell. `taken` is the status that a fact has just given it, for the next run to look at.
void schedule_deadline(Decision& decision, domain::TaskNumber number, ScheduleReason reason,
                       std::optional<StatusTaken> taken = {});

} // namespace klik::engine
