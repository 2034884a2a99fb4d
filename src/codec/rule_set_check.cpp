#include "codec/rule_set_check.hpp"

#include <algorithm>

namespace klik::codec {

namespace {

using domain::ColourOverride;
using domain::Date;
using domain::DayCount;
using domain::RuleSet;

/// The due dates that are tried: a leap year with all its holidays.
constexpr Date first_due = std::chrono::local_days{std::chrono::year{2024} / 1 / 1};
constexpr Date last_due = std::chrono::local_days{std::chrono::year{2024} / 12 / 31};

Date goes_out_on(DayCount distance, Date due, const RuleSet& rules) {
    return rules.calendar.on_or_before(before(due, distance, rules.calendar));
}

bool ever_comes_before(DayCount earlier, DayCount later, const RuleSet& rules) {
    for (Date due = first_due; due <= last_due; due += std::chrono::days{1}) {
        if (goes_out_on(earlier, due, rules) < goes_out_on(later, due, rules)) {
            return true;
        }
    }
    return false;
}

bool covers(const std::string& pattern, const std::string& other) {
    return pattern.empty() || pattern == other;
}

std::string pattern_text(const ColourOverride& rule) {
    std::string text;
    if (!rule.project.empty()) {
        text += "project \"" + rule.project + "\"";
    }
    if (!rule.priority.empty()) {
        text += text.empty() ? "" : " and ";
        text += "priority \"" + rule.priority + "\"";
    }
    return text;
}

} // namespace

std::vector<std::string> reminder_findings(const RuleSet& rules) {
    std::vector<std::string> findings;
    for (std::size_t i = 1; i < rules.reminders.size(); ++i) {
        const DayCount step = rules.reminders[i - 1];
        const DayCount next = rules.reminders[i];
        if (ever_comes_before(step, next, rules)) {
            continue;
        }
        findings.push_back(
            "the reminder " + to_string(step) + " never comes before " + to_string(next) +
            ", which follows it: for a task due " + domain::iso_date(first_due) +
            " they go out on " + domain::iso_date(goes_out_on(step, first_due, rules)) + " and " +
            domain::iso_date(goes_out_on(next, first_due, rules)) +
            "; give the longest distance first and leave out what falls on the same day");
    }
    return findings;
}

std::vector<ColourOverrideFinding> colour_override_findings(const RuleSet& rules) {
    std::vector<ColourOverrideFinding> findings;
    const auto& overrides = rules.colour_overrides;
    for (auto rule = overrides.begin(); rule != overrides.end(); ++rule) {
        const auto shadow = std::find_if(overrides.begin(), rule, [&](const auto& earlier) {
            return covers(earlier.project, rule->project) &&
                   covers(earlier.priority, rule->priority);
        });
        if (shadow != rule) {
            findings.push_back({static_cast<std::size_t>(rule - overrides.begin()),
                                "the threshold for " + pattern_text(*rule) +
                                    " is never used, because the one for " + pattern_text(*shadow) +
                                    " stands before it and matches the same tasks; put it first"});
        }
    }
    return findings;
}

} // namespace klik::codec
