#pragma once

#include "engine/notices.hpp"

namespace klik::engine {

// The run of a day, docs/rules.md 7: what there is to tell of each task that has something, in one
// notice for each person.

/// What is true of the task's deadline today.
[[nodiscard]] Facts deadline_facts(const Decision& decision, const domain::Task& task);

/// Whom an overdue notice is for, by its count: 1 is the first. `kind` is that or a summary of it.
[[nodiscard]] std::vector<domain::Role> overdue_roles(const domain::RuleSet& rules,
                                                      domain::NotificationKind kind, int notice);

struct RoleOnTask {
    domain::Role role;
    std::optional<domain::TaskNumber> on; ///< another task than the one in question
};
/// For whom the reminder of a blocked task is: those who can unblock it, on a cycle the project
/// leader. `kind` is that or a summary of it.
[[nodiscard]] std::vector<RoleOnTask>
reminded_of_blocked(const State& state, const domain::Task& task, domain::NotificationKind kind);

/// Adds what the run has to tell of the task; what it tells is not yet spent.
void add_what_is_due(Decision& decision, domain::TaskNumber number, Notices& notices);

/// Tells what is due of the tasks and what waits for these people, and schedules what comes next.
void run(Decision& decision, const std::vector<domain::TaskNumber>& tasks,
         const std::vector<domain::PersonId>& people);

} // namespace klik::engine
