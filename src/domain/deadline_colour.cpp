#include "domain/deadline_colour.hpp"

#include "domain/rule_set.hpp"

#include <algorithm>
#include <array>

namespace klik::domain {

namespace {

/// The earliest date from which no more than that many days are left: in working days the day after
/// the working day before.
Date begin_of(Date due, DayCount threshold, const WorkingCalendar& calendar) {
    if (!threshold.working) {
        return due - std::chrono::days{threshold.count};
    }
    Date first = due;
    int left = 0;
    while (true) {
        left += calendar.is_working_day(first) ? 1 : 0;
        if (left > threshold.count) {
            return first;
        }
        first -= std::chrono::days{1};
    }
}

/// Nothing where the task has no colour.
std::optional<ColourDates> dates_of(const Task& task, const RuleSet& rules) {
    const auto due = task.due_date();
    if (!due || !task.open()) {
        return std::nullopt;
    }
    return colour_dates(*due, colour_thresholds(task, rules), rules.calendar);
}

} // namespace

std::string_view canonical(Colour colour) {
    constexpr std::array<std::string_view, 4> names{"none", "green", "yellow", "red"};
    return names[static_cast<std::size_t>(colour)];
}

std::string_view label(Colour colour, Language language) {
    constexpr std::array<std::string_view, 4> danish{"-", "Grøn", "Gul", "Rød"};
    constexpr std::array<std::string_view, 4> english{"-", "Green", "Yellow", "Red"};
    return (language == Language::danish ? danish : english)[static_cast<std::size_t>(colour)];
}

std::optional<Colour> colour_from_label(std::string_view text) {
    if (text.empty()) {
        return std::nullopt;
    }
    const std::string wanted = lower_case(text);
    for (const Colour colour : {Colour::green, Colour::yellow, Colour::red}) {
        if (wanted == canonical(colour) || wanted == lower_case(label(colour, Language::danish))) {
            return colour;
        }
    }
    return std::nullopt;
}

ColourThresholds colour_thresholds(const Task& task, const RuleSet& rules) {
    for (const auto& rule : rules.colour_overrides) {
        if ((rule.project.empty() || rule.project == task.text(TaskField::project)) &&
            (rule.priority.empty() || rule.priority == task.text(TaskField::priority))) {
            return {rule.yellow, rule.red};
        }
    }
    return {rules.yellow, rules.red};
}

ColourDates colour_dates(Date due, const ColourThresholds& thresholds,
                         const WorkingCalendar& calendar) {
    return {begin_of(due, thresholds.yellow, calendar),
            thresholds.red ? begin_of(due, *thresholds.red, calendar) : due + std::chrono::days{1}};
}

Colour colour_on(Date today, const ColourDates& dates) {
    if (today >= dates.red) {
        return Colour::red;
    }
    return today >= dates.yellow ? Colour::yellow : Colour::green;
}

std::optional<Date> next_colour_change(Date today, const ColourDates& dates) {
    if (today >= dates.red) {
        return std::nullopt;
    }
    return today >= dates.yellow ? dates.red : std::min(dates.yellow, dates.red);
}

Colour colour_on(Date today, const Task& task, const RuleSet& rules) {
    const auto dates = dates_of(task, rules);
    return dates ? colour_on(today, *dates) : Colour::none;
}

std::optional<Date> next_colour_change(Date today, const Task& task, const RuleSet& rules) {
    const auto dates = dates_of(task, rules);
    return dates ? next_colour_change(today, *dates) : std::nullopt;
}

} // namespace klik::domain
