#include "codec/ladder_check.hpp"

#include "codec/checked_due_dates.hpp"

#include <algorithm>

namespace klik::codec {

namespace {

using domain::Date;
using domain::DayCount;
using domain::RuleSet;

/// Facts of a later date are refused (domain/civil_time).
constexpr Date last_date = std::chrono::local_days{std::chrono::year{2199} / 12 / 31};

Date goes_out_on(DayCount distance, Date due, const RuleSet& rules) {
    return rules.calendar.on_or_before(before(due, distance, rules.calendar));
}

/// The days off are to blame as well, where they move steps to one day.
RuleFinding ladder_finding(std::size_t position, std::string text) {
    return {{{"reminders", "before", std::to_string(position)},
             {"reminders", "before"},
             {"calendar", "days_off"},
             {"calendar"}},
            "`reminders.before`: " + std::move(text)};
}

std::string both_dates(DayCount step, DayCount other, Date due, const RuleSet& rules) {
    return "for a task due " + domain::iso_date(due) + " they go out on " +
           domain::iso_date(goes_out_on(step, due, rules)) + " and " +
           domain::iso_date(goes_out_on(other, due, rules));
}

bool has_a_day_of_its_own(std::size_t position, Date due, const RuleSet& rules) {
    const auto& steps = rules.reminders;
    const Date on = goes_out_on(steps[position], due, rules);
    return std::ranges::none_of(
        steps.begin() + static_cast<std::ptrdiff_t>(position) + 1, steps.end(),
        [&](DayCount later) { return goes_out_on(later, due, rules) == on; });
}

void add_step_findings(const RuleSet& rules, RuleFindings& found) {
    const auto& steps = rules.reminders;
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
        const DayCount step = steps[i];
        const DayCount next = steps[i + 1];
        if (!first_due_for_which([&](Date due) {
                return goes_out_on(step, due, rules) < goes_out_on(next, due, rules);
            })) {
            found.push_back(ladder_finding(
                i, "the reminder " + to_string(step) + " never comes before " + to_string(next) +
                       ", which follows it: " + both_dates(step, next, first_checked_due, rules) +
                       "; give the longest distance first and leave out what falls on the same "
                       "day"));
        } else if (!first_due_for_which(
                       [&](Date due) { return has_a_day_of_its_own(i, due, rules); })) {
            found.push_back(ladder_finding(
                i, "the reminder " + to_string(step) +
                       " never goes out, because it always falls on the day of a later one, which "
                       "takes its place: " +
                       both_dates(step, next, first_checked_due, rules) + "; leave it out"));
        }
    }
}

void add_escalation_finding(const RuleSet& rules, RuleFindings& found) {
    const Date first = rules.calendar.on_or_after(first_checked_due + std::chrono::days{1});
    Date on = first;
    for (int notice = 1; notice < rules.overdue_escalates_from && on <= last_date; ++notice) {
        on = rules.calendar.plus_working_days(on, rules.overdue_every_working_days);
    }
    if (on > last_date) {
        found.push_back({{{"reminders", "overdue_escalates_from"}, {"reminders", "overdue_every"}},
                         "`reminders.overdue_escalates_from`: the overdue notice " +
                             std::to_string(rules.overdue_escalates_from) +
                             " never comes: for a task due " + domain::iso_date(first_checked_due) +
                             " it lies behind " + domain::iso_date(last_date) +
                             "; escalate earlier, or give a shorter `overdue_every`"});
    }
}

} // namespace

RuleFindings ladder_findings(const RuleSet& rules) {
    RuleFindings found;
    add_step_findings(rules, found);
    add_escalation_finding(rules, found);
    return found;
}

} // namespace klik::codec
