#pragma once

#include "engine/decision.hpp"

#include <optional>
#include <string>

namespace klik::engine {

// docs/rules.md 7, `assigned`: a task is somebody's by a fact, or because they took the place of
// whoever the fact names. Where both say the same it is told once.

/// Whoever has the place of the task's assignee by now; nothing where there is none.
[[nodiscard]] std::optional<domain::PersonId> present_assignee(const State& state,
                                                               const domain::Task& task);

/// That the task is `to`'s, and whose it was. `cause` is what the key says of it: a colon, source
/// and id.
[[nodiscard]] Occasion assigned_occasion(const domain::PersonId& to,
                                         const std::optional<domain::PersonId>& from,
                                         const std::string& cause);

} // namespace klik::engine
