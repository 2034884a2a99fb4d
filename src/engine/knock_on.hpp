#pragma once

#include "engine/decision.hpp"

#include <set>

namespace klik::engine {

/// Publishes the tasks that a change touched, and those whose latest safe finish moved with it.
/// `changed` is that of `domain::moved_safe_finishes`. Returns the tasks whose latest safe finish
/// or its decider moved.
std::set<domain::TaskNumber> publish_with_knock_on(Decision& decision,
                                                   const std::set<domain::TaskNumber>& touched,
                                                   const std::set<domain::TaskNumber>& changed);

/// The same for all tasks, after a change of the rules or of the program.
void publish_all_with_knock_on(Decision& decision);

} // namespace klik::engine
