#include "domain/deadline_colour.hpp"

#include "domain/rule_set.hpp"

#include <array>

namespace klik::domain {

namespace {

/// A working-day threshold counts back from the due date: yellow begins on the earliest date from
/// which no more than that many working days are left, so it begins on the day after the working
/// day before.
Date yellow_from(Date due, DayCount threshold, const WorkingCalendar& calendar) {
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
    const std::string wanted = lower_case(text);
    for (const Colour colour : {Colour::green, Colour::yellow, Colour::red}) {
        if (wanted == canonical(colour) || wanted == lower_case(label(colour, Language::danish))) {
            return colour;
        }
    }
    return std::nullopt;
}

DayCount yellow_threshold(const Task& task, const RuleSet& rules) {
    for (const auto& rule : rules.colour_overrides) {
        if ((rule.project.empty() || rule.project == task.text(TaskField::project)) &&
            (rule.priority.empty() || rule.priority == task.text(TaskField::priority))) {
            return rule.yellow;
        }
    }
    return rules.yellow;
}

Colour colour_on(Date today, const Task& task, const RuleSet& rules) {
    const auto due = task.due_date();
    if (!due || !task.open()) {
        return Colour::none;
    }
    if (today > *due) {
        return Colour::red;
    }
    const bool yellow = today >= yellow_from(*due, yellow_threshold(task, rules), rules.calendar);
    return yellow ? Colour::yellow : Colour::green;
}

std::optional<Date> next_colour_change(Date today, const Task& task, const RuleSet& rules) {
    switch (colour_on(today, task, rules)) {
    case Colour::green:
        return yellow_from(*task.due_date(), yellow_threshold(task, rules), rules.calendar);
    case Colour::yellow:
        return *task.due_date() + std::chrono::days{1};
    case Colour::red:
    case Colour::none:
        break;
    }
    return std::nullopt;
}

} // namespace klik::domain
