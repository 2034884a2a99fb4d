#pragma once

#include "domain/task.hpp"
#include "domain/working_calendar.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace klik::domain {

/// docs/rules.md 4, from best to worst; `none` is for closed tasks and those without a due date.
enum class Colour : std::uint8_t { none, green, yellow, red };

[[nodiscard]] std::string_view canonical(Colour colour);
[[nodiscard]] std::string_view label(Colour colour, Language language);
/// From the platform's word (`Grøn`, `Gul`, `Rød`) or ours.
[[nodiscard]] std::optional<Colour> colour_from_label(std::string_view label);

struct RuleSet;

/// From how many days before the due date on a task has a colour.
struct ColourThresholds {
    DayCount yellow;
    std::optional<DayCount> red; ///< none: from the day after the due date
    friend bool operator==(const ColourThresholds&, const ColourThresholds&) = default;
};

/// Those of a task of this project and priority.
[[nodiscard]] ColourThresholds colour_thresholds(const Task& task, const RuleSet& rules);

/// The dates on which an open task turns yellow and red. They depend on nothing but the due date,
/// so that time alone never makes a colour better.
struct ColourDates {
    Date yellow;
    Date red;
};
[[nodiscard]] ColourDates colour_dates(Date due, const ColourThresholds& thresholds,
                                       const WorkingCalendar& calendar);

/// What an open task with these dates is.
[[nodiscard]] Colour colour_on(Date today, const ColourDates& dates);
/// The first date after `today` on which that gets worse.
[[nodiscard]] std::optional<Date> next_colour_change(Date today, const ColourDates& dates);

/// By its own due date. `rules` are those of the task.
[[nodiscard]] Colour colour_on(Date today, const Task& task, const RuleSet& rules);
/// The first date after `today` on which the colour gets worse, if nothing else happens.
[[nodiscard]] std::optional<Date> next_colour_change(Date today, const Task& task,
                                                     const RuleSet& rules);

} // namespace klik::domain
