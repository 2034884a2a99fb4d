#pragma once

#include "engine/decision.hpp"

#include <set>

namespace klik::engine {

// A condition that a person was told of and that no longer holds is taken back, docs/rules.md 7
// "withdrawn".

/// Notes what a notice told of the task, and what it took back.
void note_told_condition(TaskEntry& entry, const domain::Recipient& recipient,
                         const domain::NotificationItem& item);

/// What the item with that key told has ended. It is told again when it comes back.
void end_condition(TaskEntry& entry, const std::string& key);

/// The same without a word: where the task is reopened, a word on its deadline holds again.
void settle_condition(TaskEntry& entry, const std::string& key);
/// The task is open again.
void resume_settled(TaskEntry& entry);

/// Whether the item with that key told of the deadline.
[[nodiscard]] bool told_of_the_deadline(const TaskEntry& entry, const std::string& key);

/// Gathers what is to be taken back of what was told about the task. Those in `by` ended it
/// themselves.
void withdraw_what_ended(Decision& decision, domain::TaskNumber number,
                         const std::set<domain::PersonId>& by = {});
/// The same for all that was told about a task that is gone.
void withdraw_all(Decision& decision, const TaskEntry& gone);

/// Whether the item with that key was told, was not taken back, and does not hold.
[[nodiscard]] bool still_to_be_withdrawn(const Decision& decision, domain::TaskNumber number,
                                         const std::string& key);
/// Why it ended by now, for the text; nothing where it is not known any more.
[[nodiscard]] Facts why_withdrawn(const TaskEntry& entry, const std::string& key);

} // namespace klik::engine
