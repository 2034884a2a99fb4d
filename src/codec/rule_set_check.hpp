#pragma once

#include "domain/rule_set.hpp"

#include <string>
#include <vector>

namespace klik::codec {

/// What is wrong with the reminders before the due date: a step that never comes before its
/// successor is out of order or shadowed by it. Each finding is a sentence with a counter-example.
[[nodiscard]] std::vector<std::string> reminder_findings(const domain::RuleSet& rules);

struct ColourOverrideFinding {
    std::size_t position; ///< in `colour_overrides`
    std::string text;
};
/// Thresholds that no task can reach, because one before them matches all that they match.
[[nodiscard]] std::vector<ColourOverrideFinding>
colour_override_findings(const domain::RuleSet& rules);

} // namespace klik::codec
