#pragma once

#include "engine/state.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace klik::engine {

/// How far some tasks have come. What is not relevant is counted apart and is no part of the rest.
struct Progress {
    std::size_t tasks = 0, open = 0, completed = 0, not_relevant = 0;
    std::size_t green = 0, yellow = 0, red = 0, blocked = 0; ///< of the open ones
    /// The earliest due date of an open task, also one that is over.
    std::optional<domain::Date> next_due_date;
    /// Open tasks whose due dates are not over, the nearest first, at most `most_deadlines`.
    std::vector<const TaskEntry*> next_deadlines;
    std::size_t requests_waiting = 0;    ///< accepted, and their time for an answer is not over
    std::size_t requests_unanswered = 0; ///< accepted, and it is over

    static constexpr std::size_t most_deadlines = 5;

    /// Of a hundred relevant tasks how many are completed, rounded down, so that 100 means all of
    /// them. Empty where no task is relevant.
    [[nodiscard]] std::optional<std::size_t> completed_percent() const;
};

/// Phase and theme; an empty text for tasks without one.
using TaskGroup = std::pair<std::string, std::string>;

struct ProjectProgress {
    Progress all;
    std::map<TaskGroup, Progress> groups;
};

/// By project; an empty text for tasks without one. The state outlives the result.
[[nodiscard]] std::map<std::string, ProjectProgress> progress_by_project(const State& state,
                                                                         domain::Date today);

} // namespace klik::engine
