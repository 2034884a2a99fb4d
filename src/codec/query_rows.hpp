#pragma once

#include "codec/record.hpp"
#include "engine/state.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace klik::codec {

// Rows of query answers, each one msgpack map (docs/protocol.md 3). `internal_notes` is in none of
// them.

/// `query tasks`: the `data` of the task's state event.
[[nodiscard]] std::string task_row(const domain::MunicipalityCode& municipality,
                                   const engine::TaskEntry& entry);
/// `query task`: the same and the prose fields, `unknown` (keys of later platforms with their
/// values), `as_of` (time by field), `spent` (ladder steps by due date), `next_run`, `colour_on`,
/// `cycle` (path, empty if none) and `unknown_prerequisites`.
[[nodiscard]] std::string task_detail_row(const engine::State& state,
                                          const engine::TaskEntry& entry);
/// `query history`: `sequence`, `time`, `type`, `kind`, `subject`, `cause` (a sequence) and `data`:
/// what an event was published with or a record holds; for an observed fact `source`, `id`, `time`,
/// `via`, `number`, `changed`, the names of `taken` and `stale` fields and the `values` of those
/// taken.
[[nodiscard]] std::string history_row(const Record& record, const engine::Event& event);

struct ProjectProgress {
    std::string project; ///< "" for tasks without one
    std::size_t tasks = 0, open = 0, completed = 0, not_relevant = 0;
    std::size_t green = 0, yellow = 0, red = 0, blocked = 0;
    std::optional<domain::Date> next_due_date; ///< of an open task
};
[[nodiscard]] std::string project_row(const ProjectProgress& progress);

/// `query person`: `id`, `name`.
[[nodiscard]] std::string person_row(const domain::PersonId& id, std::string_view name);

/// `query health`: `subject`, `state` (`ok`, `warning`, `failed`), `text`, and counters by name.
[[nodiscard]] std::string health_row(std::string_view subject, std::string_view state,
                                     std::string_view text,
                                     const std::map<std::string, std::uint64_t>& counters);

} // namespace klik::codec
