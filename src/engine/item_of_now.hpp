#pragma once

#include "engine/decision.hpp"

namespace klik::engine {

// What gathered, was put back or came back is told later than it was decided: of what is true then,
// and in the words of then.

/// Whether what the item says is still so. Of one that takes another back that is always the case.
[[nodiscard]] bool is_true_now(const Decision& decision, const PendingItem& item);

/// Gives the item the facts of now: what was around the task may have changed since.
void put_in_words_of_now(const Decision& decision, PendingItem& item);

} // namespace klik::engine
