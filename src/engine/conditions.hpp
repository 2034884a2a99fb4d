#pragma once

#include "engine/decision.hpp"

#include <optional>
#include <vector>

namespace klik::engine {

// What holds about a task and is told with the next run if it still does, docs/rules.md 7. An
// import may pass through it without a word, in whatever order its pages come.

/// Conditions that are told once for as long as they hold from run to run.
[[nodiscard]] std::vector<Occasion> holding_conditions(const Decision& decision,
                                                       const domain::Task& task);
/// The same by `occasion_id`, without what would be told of them.
[[nodiscard]] domain::FlatSet<std::string> ids_of_holding_conditions(const Decision& decision,
                                                                     const domain::Task& task);
/// Those that hold and did not at the latest run. One that comes back is told under a new name.
[[nodiscard]] std::vector<Occasion> untold_conditions(const Decision& decision,
                                                      const TaskEntry& entry);

/// What was told and lasts, by the names under which it was told, `blocked_again` included: whoever
/// takes over hears of it.
[[nodiscard]] std::vector<Occasion> lasting_conditions(const Decision& decision,
                                                       const TaskEntry& entry);
/// Whether there may be any.
[[nodiscard]] bool may_last(const TaskEntry& entry);

/// Whether the two tell of one condition, which may have come again between them.
[[nodiscard]] bool is_about_the_same(const Occasion& one, const Occasion& other);

/// The condition that was told, or waits to be, as it is now; none where it is over or another.
[[nodiscard]] std::optional<Occasion> condition_now(const Decision& decision,
                                                    const domain::Task& task, const Occasion& told);

/// That a fact started or completed the task while it was blocked, since the latest run.
[[nodiscard]] std::optional<Occasion> blocked_violation(const Decision& decision,
                                                        const TaskEntry& entry);

} // namespace klik::engine
