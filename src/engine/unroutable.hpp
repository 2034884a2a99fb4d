#pragma once

#include "engine/decision.hpp"

namespace klik::engine {

/// Publishes `unroutable` beside a notification that ends at the mailbox while no address of it is
/// known, docs/rules.md 7 "Somebody is always told".
void report_unroutable(Decision& decision, const domain::Notification& notification);

} // namespace klik::engine
