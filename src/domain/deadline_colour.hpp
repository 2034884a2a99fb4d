#pragma once

#include "domain/task.hpp"
#include "domain/working_calendar.hpp"

#include <optional>
#include <string_view>

namespace klik::domain {

/// docs/rules.md 4, from best to worst; `none` is for closed tasks and those without a due date.
enum class Colour { none, green, yellow, red };

[[nodiscard]] std::string_view canonical(Colour colour);
[[nodiscard]] std::string_view label(Colour colour, Language language);
/// From the platform's word (`Grøn`, `Gul`, `Rød`) or ours.
[[nodiscard]] std::optional<Colour> colour_from_label(std::string_view label);

struct RuleSet;

/// The days that are left when a task of this project and priority turns yellow.
[[nodiscard]] DayCount yellow_threshold(const Task& task, const RuleSet& rules);
[[nodiscard]] Colour colour_on(Date today, const Task& task, const RuleSet& rules);
/// The first date after `today` on which the colour gets worse, if nothing else happens.
[[nodiscard]] std::optional<Date> next_colour_change(Date today, const Task& task,
                                                     const RuleSet& rules);

} // namespace klik::domain
