#pragma once

#include "common/clock.hpp"

#include <klik/value.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace klik::common {

using Date = std::chrono::year_month_day;

/// `YYYY-MM-DD`; none for anything else.
[[nodiscard]] std::optional<Date> date_from_iso(std::string_view text);

/// The whole numbers of a list.
[[nodiscard]] std::vector<std::int64_t> numbers_in(const Value& list);

/// `HH:MM`, after midnight; none for anything else.
[[nodiscard]] std::optional<std::chrono::minutes> time_of_day(std::string_view text);

/// When the ladder reminds of a task: local time.
struct Reminder {
    Date on;
    std::chrono::minutes after_midnight;
    friend bool operator==(const Reminder&, const Reminder&) = default;
};

struct OtherTask {
    std::int64_t number = 0;
    std::string title; ///< empty where it is not known
    friend bool operator==(const OtherTask&, const OtherTask&) = default;
};

/// A task as klikd tells it (docs/protocol.md 3, `query` `task`). What it has not is empty.
struct Task {
    std::string municipality;
    std::int64_t number = 0;
    std::string title;
    std::string project;
    std::string phase;
    std::string theme;
    std::string priority;
    std::string goal;
    std::string description;
    std::string assignee;    ///< id
    std::string responsible; ///< likewise
    std::string status;      ///< canonical, docs/rules.md 3
    std::string colour;      ///< canonical, docs/rules.md 4
    std::optional<Date> start;
    std::optional<Date> due;
    std::vector<OtherTask> waits_for;        ///< prerequisites that are open
    std::vector<std::int64_t> prerequisites; ///< all of them
    std::vector<Reminder> reminders;
    std::uint64_t revision = 0;
    Time changed{};                     ///< when klikd last told another state of it
    std::optional<Time> status_since{}; ///< the time of the fact that told the status
    /// Likewise of priority, dates and assignee, by the names of docs/protocol.md; a fact may
    /// repeat what was so before.
    std::map<std::string, Time> told{};
};

/// The row of the question; `changed` is not in it, and `waits_for` has numbers alone.
[[nodiscard]] Task task_of(const Value& row);

/// `completed` and `not_relevant`.
[[nodiscard]] bool is_closed(std::string_view status);

/// Whose calendar a task stands in: the assignee's, else the responsible's, else nobody's. `state`
/// is the data of a state event.
[[nodiscard]] std::string keeper_of(const Value& state);

} // namespace klik::common
