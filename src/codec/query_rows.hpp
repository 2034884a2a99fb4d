#pragma once

#include "codec/record.hpp"
#include "engine/progress.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace klik::codec {

// Rows of query answers, each one msgpack map (docs/protocol.md 3). `internal_notes` is in none of
// them.

/// `query tasks`: the `data` of the task's state event.
[[nodiscard]] std::string task_row(const engine::State& state, const engine::TaskEntry& entry);
/// `query task`: the same and the prose fields, `unknown` (keys of later platforms with their
/// values), `as_of` (time by field), `spent` (ladder steps by due date), `next_run`, `colour_on`,
/// `reminders` (each `step` before the due date and its date `on`), `run_at`, `cycle` (path, empty
/// if none) and `unknown_prerequisites`.
[[nodiscard]] std::string task_detail_row(const engine::State& state,
                                          const engine::TaskEntry& entry);
/// `query history`: `sequence`, `time`, `type`, `kind`, `subject`, `cause` (a sequence) and `data`:
/// what an event was published with or a record holds; for an observed fact `source`, `id`, `time`,
/// `via`, `number`, `changed`, the names of `taken` and `stale` fields and the `values` of those
/// taken.
[[nodiscard]] std::string history_row(const Record& record, const engine::Event& event);

/// Whose progress a row tells: that of a project, or of one phase and theme in it.
struct ProgressOf {
    std::string project; ///< "" for tasks without one
    std::optional<engine::TaskGroup> group;
};
/// `query projects`: `row` (`project` or `group`), `project`, `phase` and `theme` (nil in the row
/// of a project), the figures, and of `next_deadlines` `due_date`, `number`, `title` and `colour`.
[[nodiscard]] std::string project_row(const ProgressOf& of, const engine::Progress& progress);

/// `query person`: `id`, `name`.
/// What is empty is not known, or was erased.
[[nodiscard]] std::string person_row(const domain::PersonId& id, std::string_view name,
                                     std::string_view email, std::string_view language);

struct HealthRow {
    std::string_view subject;
    std::string_view state; ///< `ok`, `warning` or `failed`
    std::string_view text;
    std::string_view text_da; ///< the same in Danish
    const std::map<std::string, std::uint64_t>& counters;
};
/// `query health`: the keys of `HealthRow`.
[[nodiscard]] std::string health_row(const HealthRow& row);

} // namespace klik::codec
