#pragma once

#include "engine/state.hpp"

#include <optional>

namespace klik::engine {

/// What stands beside a notification that ends at the mailbox while no address of it is known,
/// docs/rules.md 7 "Somebody is always told".
[[nodiscard]] std::optional<SystemReported> unroutable(const State& state,
                                                       const domain::Notification& notification);

} // namespace klik::engine
