#include "codec/colour_check.hpp"

#include "codec/checked_due_dates.hpp"
#include "domain/deadline_colour.hpp"

#include <algorithm>

namespace klik::codec {

namespace {

using domain::ColourOverride;
using domain::ColourThresholds;
using domain::Date;
using domain::RuleSet;
using domain::WorkingCalendar;

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

std::string dates_text(Date due, const domain::ColourDates& dates) {
    return "a task due " + domain::iso_date(due) + " would turn yellow on " +
           domain::iso_date(dates.yellow) + " and red on " + domain::iso_date(dates.red);
}

/// `where` names the thresholds, such as `` `colour` ``.
std::optional<std::string> order_finding(const std::string& where, const ColourThresholds& given,
                                         const WorkingCalendar& calendar) {
    if (!given.red) {
        return std::nullopt; // yellow holds on the due date at least
    }
    const auto dates = [&](Date due) { return colour_dates(due, given, calendar); };
    const std::string red = to_string(*given.red);
    const std::string yellow = to_string(given.yellow);
    if (const auto due =
            first_due_for_which([&](Date day) { return dates(day).red < dates(day).yellow; })) {
        return where + ": `red` " + red + " begins before `yellow` " + yellow + ": " +
               dates_text(*due, dates(*due)) + "; give `red` the shorter distance";
    }
    if (!first_due_for_which([&](Date day) { return dates(day).yellow < dates(day).red; })) {
        return where + ": `yellow` " + yellow + " is never seen, because `red` " + red +
               " begins on the same day: " +
               dates_text(first_checked_due, dates(first_checked_due)) +
               "; give `red` the shorter distance";
    }
    return std::nullopt;
}

KeyPath override_key(std::size_t position) {
    return {"colour", "override", std::to_string(position)};
}

void add_shadowed(const std::vector<ColourOverride>& overrides, RuleFindings& found) {
    for (auto rule = overrides.begin(); rule != overrides.end(); ++rule) {
        const auto shadow = std::find_if(overrides.begin(), rule, [&](const auto& earlier) {
            return covers(earlier.project, rule->project) &&
                   covers(earlier.priority, rule->priority);
        });
        if (shadow != rule) {
            found.push_back({{override_key(static_cast<std::size_t>(rule - overrides.begin()))},
                             "`colour.override`: the threshold for " + pattern_text(*rule) +
                                 " is never used, because the one for " + pattern_text(*shadow) +
                                 " stands before it and matches the same tasks; put it first"});
        }
    }
}

} // namespace

RuleFindings colour_findings(const RuleSet& rules) {
    RuleFindings found;
    if (auto text = order_finding("`colour`", {rules.yellow, rules.red}, rules.calendar)) {
        found.push_back({{{"colour", "red"}, {"colour", "yellow"}}, *std::move(text)});
    }
    for (std::size_t i = 0; i < rules.colour_overrides.size(); ++i) {
        const ColourOverride& rule = rules.colour_overrides[i];
        if (auto text = order_finding("`colour.override` for " + pattern_text(rule),
                                      {rule.yellow, rule.red}, rules.calendar)) {
            KeyPath red = override_key(i);
            red.emplace_back("red");
            found.push_back(
                {{std::move(red), override_key(i), {"colour", "red"}}, *std::move(text)});
        }
    }
    add_shadowed(rules.colour_overrides, found);
    return found;
}

RuleFindings project_colour_findings(const RuleSet& rules) {
    RuleFindings found;
    for (const auto& own : rules.projects) {
        const auto& overrides = own.rules.colour_overrides;
        const auto all_tasks = std::ranges::find_if(overrides, [&](const ColourOverride& rule) {
            return rule.priority.empty() && covers(rule.project, own.project);
        });
        const bool has_thresholds = own.rules.yellow != rules.yellow || own.rules.red != rules.red;
        if (has_thresholds && all_tasks != overrides.end()) {
            found.push_back({{{"project", own.project, "colour", "yellow"},
                              {"project", own.project, "colour", "red"},
                              {"project", own.project, "colour"}},
                             "the thresholds of `project.\"" + own.project +
                                 "\".colour` are never used, because the [[colour.override]] for " +
                                 pattern_text(*all_tasks) +
                                 " matches all tasks of the project; leave one of them out"});
        }
        for (std::size_t i = 0; i < rules.colour_overrides.size(); ++i) {
            const ColourOverride& rule = rules.colour_overrides[i];
            if (rule.project == own.project &&
                std::ranges::find(overrides, rule) == overrides.end()) {
                found.push_back({{override_key(i)},
                                 "`colour.override`: the threshold for " + pattern_text(rule) +
                                     " is never used, because the project has a list of its own, "
                                     "[[project.\"" +
                                     own.project + "\".colour.override]]; write it there"});
            }
        }
    }
    return found;
}

} // namespace klik::codec
