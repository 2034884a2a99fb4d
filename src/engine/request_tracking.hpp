#pragma once

#include "engine/decision.hpp"

#include <map>
#include <set>

namespace klik::engine {

/// By field, whose wish it was that the field changed as it did.
using Actors = std::map<domain::TaskField, std::set<domain::PersonId>>;

[[nodiscard]] std::set<domain::PersonId> who_wished(const Actors& actors, domain::TaskField field);
/// The same for what may end conditions of this and other tasks.
[[nodiscard]] std::set<domain::PersonId> who_ended_conditions(const Actors& actors);

/// Whether the task has the asked value; statuses are compared by meaning, not by label.
[[nodiscard]] bool has_value(const domain::Task& task, domain::TaskField field,
                             const domain::FieldValue& asked);

/// Concludes the accepted requests that the fact answers: `fulfilled` when every asked field has
/// its value, `superseded` when one of `changed` became something else. Returns who wished what the
/// fact changed: they are not told of their own act.
[[nodiscard]] Actors conclude_requests(Decision& decision, const domain::Task& task,
                                       const std::vector<domain::TaskField>& changed);

/// The task is gone, and with it what was asked of it.
void conclude_requests_of_removed(Decision& decision, domain::TaskNumber number);

} // namespace klik::engine
