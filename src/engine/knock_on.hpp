#pragma once

#include "engine/decision.hpp"

#include <cstdint>

namespace klik::engine {

/// Publishes the tasks that a change touched, and those whose latest safe finish moved with it.
/// `changed` is that of `domain::moved_safe_finishes`. Returns the tasks whose latest safe finish
/// or its decider moved.
domain::FlatSet<domain::TaskNumber>
publish_with_knock_on(Decision& decision, const domain::FlatSet<domain::TaskNumber>& touched,
                      const domain::FlatSet<domain::TaskNumber>& changed);

/// The same for all tasks, after a change of the rules or of the program.
void publish_all_with_knock_on(Decision& decision);

/// The task's colour by its latest safe finish; none where its own due date decides that.
[[nodiscard]] domain::Colour colour_for_others(const Decision& decision, const domain::Task& task);
/// The next date on which that gets worse, if nothing else happens.
[[nodiscard]] std::optional<domain::Date> next_colour_for_others(const Decision& decision,
                                                                 const domain::Task& task);
/// How much of an occasion is wanted: its facts take a walk to the due date that decides.
enum class Detail : std::uint8_t { name, with_facts };
/// That the colour for others is worse than the task's own.
[[nodiscard]] std::optional<Occasion> knock_on_occasion(const Decision& decision,
                                                        const domain::Task& task, Detail detail);

} // namespace klik::engine
