#pragma once

#include "domain/notification.hpp"
#include "domain/working_calendar.hpp"

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace klik::domain {

/// What happens when a request breaks a rule about prerequisites, docs/rules.md 5.
enum class Policy { off, warn, enforce };
[[nodiscard]] std::string_view canonical(Policy policy);

/// Where project and priority match (an empty one matches all), this threshold holds instead.
struct ColourOverride {
    std::string project;
    std::string priority;
    DayCount yellow;
    friend bool operator==(const ColourOverride&, const ColourOverride&) = default;
};

/// A municipality's rules, docs/rules.md 8. It has no defaults in code: they are data, in
/// src/codec/default_rules.toml.
struct RuleSet {
    std::string name;
    WorkingCalendar calendar;

    DayCount yellow;
    std::vector<ColourOverride> colour_overrides; ///< the first that matches wins

    std::chrono::minutes run_at{};      ///< local time of the run, after midnight
    std::vector<DayCount> reminders;    ///< before the due date, longest first
    int overdue_every_working_days = 5; ///< after the first overdue notice
    int overdue_escalates_from = 2; ///< from this notice on responsible and project leader as well

    Policy start_blocked = Policy::warn;
    Policy complete_blocked = Policy::enforce;

    std::chrono::hours request_unanswered_after{};

    /// Roles that a notice is passed down along; the mailbox stands behind the last.
    std::vector<Role> chain;
    /// Who is told of a kind. `overdue_escalation` and those of `overdue` are told together.
    std::map<NotificationKind, std::vector<Role>> recipients;
    std::vector<Role> overdue_escalation;

    std::chrono::minutes gather_for{};  ///< what facts cause, for one person
    std::chrono::minutes quiet_from{};  ///< after midnight; from then on it waits for the run
    std::chrono::minutes late_until{};  ///< after midnight; later a missed run waits for the next
    int notices_per_person_and_day = 1; ///< beyond it they are deferred; overdue passes

    int effort_working_days = 0; ///< of a task, docs/rules.md 5 "Knock-on"

    friend bool operator==(const RuleSet&, const RuleSet&) = default;
};

} // namespace klik::domain
