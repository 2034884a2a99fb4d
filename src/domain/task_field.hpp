#pragma once

#include "domain/civil_time.hpp"
#include "domain/ids.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace klik::domain {

/// The fields of docs/rules.md 2, in the order of the page. The enumerators' names are the names on
/// the wire.
enum class TaskField : std::uint8_t {
    title,
    platform_colour,
    priority,
    status,
    responsible,
    assignee,
    start_date,
    due_date,
    goal,
    description,
    method,
    result,
    recommended_responsible,
    recommended_assignee,
    quality_criteria,
    history,
    internal_notes,
    prerequisites,
    related,
    project,
    phase,
    theme,
    external_attachments,
    files,
};
inline constexpr std::size_t task_field_count = 24;

enum class FieldShape { text, date, person, numbers };

struct FieldDescription {
    TaskField field;
    std::string_view name;
    FieldShape shape;
    bool
        in_state; ///< carried by `task.state` events; the others are prose and only in `query task`
    bool changeable; ///< a request may change it
    bool local;      ///< a municipality's own task may have it
};

[[nodiscard]] std::span<const FieldDescription, task_field_count> field_descriptions();
[[nodiscard]] const FieldDescription& describe(TaskField field);
[[nodiscard]] std::optional<TaskField> task_field(std::string_view name);
/// The names of the fields that have that, such as `&FieldDescription::local`, with commas.
[[nodiscard]] std::string field_names_with(bool FieldDescription::* quality);

/// The input says that there is nothing: `-` on a page, nil on the wire. Absent is a missing value,
/// empty is "".
struct None {
    friend auto operator<=>(const None&, const None&) = default;
};

/// The alternative always fits the field's shape.
using FieldValue = std::variant<None, std::string, Date, PersonId, std::vector<TaskNumber>>;

} // namespace klik::domain
