#pragma once

#include "domain/role_gallery.hpp"
#include "engine/event.hpp"
#include "engine/outbox.hpp"

#include <array>
#include <chrono>
#include <map>
#include <set>
#include <string>

namespace klik::engine {

/// The part of a task's state that its deadline makes.
struct Deadline {
    std::map<domain::Date, std::set<std::string>> spent; ///< ladder steps by due date
    std::optional<std::string> joins;
    domain::Colour colour_told{};
    std::optional<domain::Date> colour_on;
    std::optional<domain::Date> run_on;
    std::set<std::string> conditions;
    std::optional<StatusTaken> status_taken;
    std::optional<domain::UtcTime> waiting_since;
    bool first_sight = false;
    std::optional<std::string> missed;
    friend bool operator==(const Deadline&, const Deadline&) = default;
};
/// Makes what was scheduled the present.
void take(Deadline& deadline, const DeadlineScheduled& scheduled);
/// Whether it is the present.
[[nodiscard]] bool is_so(const Deadline& deadline, const DeadlineScheduled& scheduled);

/// What a person was told to hold about a task, docs/rules.md 7 "withdrawn".
struct ToldCondition {
    domain::PersonId person;
    domain::Role role; ///< in which the person was told
    domain::NotificationKind kind{};
    std::string key;                 ///< of the item
    std::string occasion;            ///< `occasion_id`
    std::optional<domain::Date> due; ///< the due date that it was told of
    /// Tasks of the person that this one waits for, where the person was told because of these.
    std::vector<domain::TaskNumber> yours{};
    bool settled = false; ///< it has ended without a word; it holds again once the task is reopened
    friend bool operator==(const ToldCondition&, const ToldCondition&) = default;
};

/// Where a task that waits for others stands among all of these, while no prerequisites lead in a
/// circle: behind each that it waits for. 0 for a task that waits for nobody, which is before them.
/// Many orders are right for the same tasks, so any two are equal.
struct PrerequisitePlace {
    std::int64_t value = 0;
    friend bool operator==(PrerequisitePlace, PrerequisitePlace) { return true; }
};

struct TaskEntry {
    domain::Task task;
    Deadline deadline;
    std::vector<ToldCondition> told_conditions; ///< those that were not ended by a later word
    std::set<std::string> told;                 ///< occasions of which somebody was told, by key
    bool told_ready = false;                    ///< the last word on its readiness was `unblocked`
    domain::UtcTime open_since;                 ///< of the fact that opened it or first told of it
    TaskStanding standing;                      ///< as last published
    domain::Sequence published;                 ///< sequence of that event, 0 if never
    PrerequisitePlace place;
    friend bool operator==(const TaskEntry&, const TaskEntry&) = default;
};

struct RequestEntry {
    RequestChange request;
    std::string via;
    domain::Sequence sequence; ///< of the record `ChangeAsked`
    domain::Moment asked_at;
    Outcome answer{}; ///< what the asker was told: accepted, refused or fulfilled at once
    std::string reason;
    std::vector<Violation> violations;
    Outcome outcome{}; ///< the latest
    friend bool operator==(const RequestEntry&, const RequestEntry&) = default;
};

/// What is kept of a task that the platform removed, perhaps before it was ever observed.
struct RemovedTask {
    domain::UtcTime at;         ///< an older fact does not bring it back
    std::set<std::string> told; ///< if it comes back, nobody is told the same again
    std::set<std::string> conditions;
    std::set<domain::TaskNumber> local_prerequisites; ///< they are there again when it comes back
    /// What is told of when it has changed meanwhile; nothing where nobody was told of the task.
    std::optional<domain::Task> as_it_was;
    friend bool operator==(const RemovedTask&, const RemovedTask&) = default;
};

/// What is known of a notification's item on its way to the person.
struct Delivery {
    domain::Sequence event; ///< of the notification
    domain::PersonId person;
    DeliveryOutcome outcome{};
    std::string detail;
    domain::Sequence sequence; ///< of the record that says so
    domain::UtcTime at;
    friend bool operator==(const Delivery&, const Delivery&) = default;
};

/// How long the state knows what became of an item, docs/protocol.md 3 "What reached people".
inline constexpr std::chrono::days deliveries_are_kept{90};

/// A role that stands in the gallery, in a project; empty for tasks without one.
struct ProjectRole {
    domain::Role role;
    std::string project;
    friend auto operator<=>(const ProjectRole&, const ProjectRole&) = default;
};

/// That nobody held it, docs/rules.md 7 "Vacant roles".
struct Vacancy {
    int times = 0;      ///< how often that has begun
    bool lasts = false; ///< it was told, or waits to be told, and nobody has taken the role since
    friend bool operator==(const Vacancy&, const Vacancy&) = default;
};

using RequestKey = std::pair<std::string, std::string>; ///< via, id

/// A municipality's state: a view of its journal, and nothing else.
struct State {
    domain::MunicipalityCode municipality;
    std::string engine_version;
    domain::RuleSet rules;
    std::string rules_toml;
    domain::Moment now; ///< of the latest record
    /// The latest date whose run is over. A clock set back, or a later hour of the run by other
    /// rules, gives it no second one.
    std::optional<domain::Date> run_passed;

    domain::Sequence head;
    std::array<domain::Sequence, event_kind_count> heads{}; ///< latest sequence per kind

    domain::RoleGallery gallery;
    /// The latest that was told of each item on its way, by its key; for `deliveries_are_kept`.
    std::map<std::string, Delivery> deliveries;
    std::map<domain::TaskNumber, TaskEntry> tasks;
    std::map<domain::TaskNumber, RemovedTask> removed;
    /// Tasks by the prerequisite that they name, also of numbers that no fact has told of.
    std::map<domain::TaskNumber, std::set<domain::TaskNumber>> dependants;
    /// The known tasks whose prerequisites lead back to them.
    std::set<domain::TaskNumber> on_cycles;
    /// Bounds of the places in `tasks`.
    PrerequisitePlace first_place;
    PrerequisitePlace last_place;

    // What is due, by local date: a step of the clock touches these tasks only.
    std::map<domain::Date, std::set<domain::TaskNumber>> colour_changes;
    std::map<domain::Date, std::set<domain::TaskNumber>> runs;

    Outboxes outboxes;
    std::map<ProjectRole, Vacancy> vacancies;
    /// Of which a run that klikd was off for had something to tell.
    std::set<domain::TaskNumber> missed;

    /// Those that count their facts or tell complete sets, by name.
    std::map<std::string, Source> sources;

    std::map<RequestKey, RequestEntry> requests;
    /// Waiting for a fact, by task.
    std::map<domain::TaskNumber, std::set<RequestKey>> accepted;
    std::set<std::pair<domain::UtcTime, RequestKey>> unanswered_at; ///< their deadlines
    std::map<RequestKey, domain::UtcTime> deadlines;                ///< the same, by request

    [[nodiscard]] const domain::Task* task(domain::TaskNumber number) const;
    /// Keys of what was told of the task, also of one that was removed; null where none is known.
    [[nodiscard]] const std::set<std::string>* told_of(domain::TaskNumber number) const;
    [[nodiscard]] const Source* source(const std::string& name) const;
    /// The tasks that name the number as a prerequisite.
    [[nodiscard]] const std::set<domain::TaskNumber>&
    dependants_of(domain::TaskNumber number) const;
    /// The accepted requests on the task.
    [[nodiscard]] const std::set<RequestKey>& accepted_on(domain::TaskNumber number) const;
    [[nodiscard]] domain::Sequence head_of(EventKind kind) const {
        return heads[static_cast<std::size_t>(kind)];
    }
    friend bool operator==(const State&, const State&) = default;
};

/// The earliest moment at which something happens by itself: a local time (midnight, run) and a UTC
/// time (a request's deadline); the shell, which knows the time zone, takes the earlier.
struct NextDue {
    std::optional<domain::LocalTime> local;
    std::optional<domain::UtcTime> utc;
};
[[nodiscard]] NextDue next_due(const State& state);

} // namespace klik::engine
