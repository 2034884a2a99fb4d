#pragma once

#include "domain/notification.hpp"
#include "domain/status.hpp"
#include "domain/working_calendar.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace klik::domain {

struct Task;

/// What happens when a request breaks a rule about prerequisites, docs/rules.md 5.
enum class Policy { off, warn, enforce };
[[nodiscard]] std::string_view canonical(Policy policy);

/// Where project and priority match (an empty one matches all), these thresholds hold instead.
struct ColourOverride {
    std::string project;
    std::string priority;
    DayCount yellow;
    std::optional<DayCount> red{};
    friend bool operator==(const ColourOverride&, const ColourOverride&) = default;
};

/// What a notice says in place of the program's own sentence, domain/notice_template.hpp.
struct NoticeText {
    std::string danish;
    std::string english;
    friend bool operator==(const NoticeText&, const NoticeText&) = default;
};

struct ProjectRules;

/// A municipality's rules, docs/rules.md 8. It has no defaults in code: they are data, in
/// src/codec/default_rules.toml.
struct RuleSet {
    std::string name;
    WorkingCalendar calendar;

    DayCount yellow;             ///< days left from which on a task is yellow
    std::optional<DayCount> red; ///< the same for red; none: from the day after the due date
    std::vector<ColourOverride> colour_overrides; ///< the first that matches wins

    std::chrono::minutes run_at{};      ///< local time of the run, after midnight
    std::vector<DayCount> reminders;    ///< before the due date, longest first
    int overdue_every_working_days = 5; ///< after the first overdue notice
    int overdue_escalates_from = 2; ///< from this notice on responsible and project leader as well

    Policy start_blocked = Policy::warn;
    Policy complete_blocked = Policy::enforce;

    /// The changes of status that a request may ask for: a part of domain/status_transitions.
    std::map<Status, std::vector<Status>> transitions;
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

    std::map<NotificationKind, NoticeText> texts; ///< of the kinds that have their own

    /// The text of that kind; nullptr where the program's own holds.
    [[nodiscard]] const NoticeText* text_of(NotificationKind kind) const;

    /// All that a notice may be for, or be passed down to.
    [[nodiscard]] std::set<Role> roles() const;
    /// Whether the role is one of them.
    [[nodiscard]] bool names(const Role& role) const;

    /// Projects that differ from the rest, by name.
    std::vector<ProjectRules> projects;

    /// What holds for a task: the rules of its project where that has any, else these. The answer
    /// has no projects of its own and lives as long as this.
    [[nodiscard]] const RuleSet& of(const Task& task) const;
    [[nodiscard]] const RuleSet& of_project(std::string_view project) const;

    friend bool operator==(const RuleSet& a, const RuleSet& b);
};

/// The municipality's rules with the project's laid over them. Calendar, run, transitions,
/// requests, notices and texts are those of the municipality.
struct ProjectRules {
    std::string project; ///< as it stands on the task
    RuleSet rules;
    friend bool operator==(const ProjectRules& a, const ProjectRules& b);
};

} // namespace klik::domain
