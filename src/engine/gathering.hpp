#pragma once

#include "engine/notices.hpp"

namespace klik::engine {

// What a fact or a request causes gathers for each person, docs/rules.md 7: for some minutes, and
// in the evening and on days off until the next run.

/// For the holders of the roles on the task, none of `except`. One item for each role: until it is
/// told another person may have it.
void gather(Decision& decision, const domain::Task& task, const Occasion& occasion,
            const std::vector<domain::Role>& roles, const std::set<domain::PersonId>& except = {});
/// For this person, whatever the roles say. `withdraws` is the key of an item that is taken back.
void gather_for(Decision& decision, const domain::PersonId& person, const domain::Role& role,
                const domain::Task& task, const Occasion& occasion, std::string withdraws = {});

/// What came back from one person, for whoever has the role when it is told, where it holds then.
void gather_again(Decision& decision, PendingItem item);
/// The same for the next run.
void gather_for_run(Decision& decision, PendingItem item);

/// Whether people are told something today at that hour.
[[nodiscard]] bool goes_out_at(const Decision& decision, domain::LocalTime time);

/// When an outbox is emptied.
enum class Emptied { in_a_run, between_runs };

/// Takes what gathered for the person and still holds into the notices.
void empty_outbox(Decision& decision, const domain::PersonId& person, Notices& notices,
                  Emptied when);

/// The same for the others who are told something now, so that they hear all of it at once.
void empty_outboxes_of(Decision& decision, Notices& notices,
                       const std::set<domain::PersonId>& but = {});

} // namespace klik::engine
