#pragma once

#include "engine/published_standing.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace klik::engine {

/// The part of a task's state that its deadline makes.
struct Deadline {
    domain::FlatMap<domain::Date, domain::FlatSet<std::string>> spent; ///< steps by due date
    domain::Rare<std::string> joins;
    domain::FlatSet<std::string> conditions;
    domain::Rare<StatusTaken> status_taken;
    domain::CompactOptional<domain::UtcTime> waiting_since;
    domain::Rare<std::string> missed;
    domain::CompactOptional<domain::Date> colour_on;
    domain::CompactOptional<domain::Date> run_on;
    domain::Colour colour_told{};
    bool first_sight = false;
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
    /// Those that were not ended by a later word.
    domain::CompactVector<ToldCondition> told_conditions;
    domain::FlatSet<std::string> told; ///< occasions of which somebody was told, by key
    bool told_ready = false;           ///< the last word on its readiness was `unblocked`
    domain::UtcTime open_since;        ///< of the fact that opened it or first told of it
    PublishedStanding standing;
    domain::Sequence published;                     ///< sequence of that event, 0 if never
    domain::FlatSet<domain::TaskNumber> dependants; ///< tasks that name it as a prerequisite
    PrerequisitePlace place;
    friend bool operator==(const TaskEntry&, const TaskEntry&) = default;
};

} // namespace klik::engine
