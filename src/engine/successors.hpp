#pragma once

#include "engine/decision.hpp"

namespace klik::engine {

// Whoever gets a role while something lasts that the role is told of hears of it as well,
// docs/rules.md 7 "Conditions".

/// Of one task that a fact has changed; `before` is the task until then.
void gather_for_successors(Decision& decision, domain::TaskNumber number,
                           const domain::Task& before);
/// Of all tasks, after people or roles have changed; `before` is the gallery until then.
void gather_for_successors(Decision& decision, const domain::RoleGallery& before);

} // namespace klik::engine
