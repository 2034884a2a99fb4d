#pragma once

#include "engine/notices.hpp"

namespace klik::engine {

// The run of a day, docs/rules.md 7: what there is to tell of each task that has something, in one
// notice for each person.

/// Adds what the run has to tell of the task; what it tells is not yet spent.
void add_what_is_due(Decision& decision, domain::TaskNumber number, Notices& notices);

/// Tells what is due of the tasks and what waits for these people, and schedules what comes next.
void run(Decision& decision, const std::vector<domain::TaskNumber>& tasks,
         const std::vector<domain::PersonId>& people);

} // namespace klik::engine
