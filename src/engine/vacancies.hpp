#pragma once

#include "engine/decision.hpp"

#include <optional>
#include <vector>

namespace klik::engine {

// Roles that nobody holds, docs/rules.md 7 "Vacant roles". That of a task (assignee, responsible)
// is a condition of the task; any other role is vacant in a project.

/// The roles of the task that the rules name and nobody holds.
[[nodiscard]] std::vector<Occasion> vacancies_on(const Decision& decision,
                                                 const domain::Task& task);

/// The roles that the rules of the task's project name, nobody holds in it, and nobody was told of
/// since that began.
[[nodiscard]] std::vector<PendingItem> untold_vacancies_of_project(const Decision& decision,
                                                                   const domain::Task& task);

/// Puts what is untold of the task's project, or of each project with an open task, where it waits
/// for the next run.
void gather_vacancies(Decision& decision, const domain::Task& task);
void gather_vacancies(Decision& decision);
/// The same after people have left, whose tasks may have lost a holder as well.
void gather_vacancies_after(Decision& decision, const std::vector<domain::PersonId>& left);

/// The first open task of the project, null where none is.
[[nodiscard]] const domain::Task* open_task_of(const State& state, std::string_view project);

/// Whether what the item says of a vacant role still matters.
[[nodiscard]] bool is_still_vacant(const State& state, const PendingItem& item);

/// What `State::vacancies` has of it changes: it is told or about to be, or is not told after all.
void note_vacancy(State& state, domain::NotificationKind kind, const Facts& facts);
void forget_vacancy(State& state, domain::NotificationKind kind, const Facts& facts);
/// The gallery has changed.
void end_filled_vacancies(State& state);

} // namespace klik::engine
