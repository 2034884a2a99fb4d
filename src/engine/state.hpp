#pragma once

#include "domain/role_gallery.hpp"
#include "engine/due_index.hpp"
#include "engine/outbox.hpp"
#include "engine/task_table.hpp"

#include <array>
#include <chrono>
#include <map>
#include <set>
#include <string>

namespace klik::engine {

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
    domain::UtcTime at;                ///< an older fact does not bring it back
    domain::FlatSet<std::string> told; ///< if it comes back, nobody is told the same again
    domain::FlatSet<std::string> conditions;
    /// They are there again when it comes back.
    domain::FlatSet<domain::TaskNumber> local_prerequisites;
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
    TaskTable tasks;
    std::map<domain::TaskNumber, RemovedTask> removed;
    /// Tasks by the prerequisite that they name, where no fact has told of that.
    std::map<domain::TaskNumber, domain::FlatSet<domain::TaskNumber>> dependants_of_unknown;
    /// The known tasks whose prerequisites lead back to them.
    std::set<domain::TaskNumber> on_cycles;
    /// Bounds of the places in `tasks`.
    PrerequisitePlace first_place;
    PrerequisitePlace last_place;

    // What is due, by local date.
    DueIndex colour_changes;
    DueIndex runs;

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
    [[nodiscard]] const domain::FlatSet<std::string>* told_of(domain::TaskNumber number) const;
    [[nodiscard]] const Source* source(const std::string& name) const;
    /// The tasks that name the number as a prerequisite.
    [[nodiscard]] const domain::FlatSet<domain::TaskNumber>&
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
