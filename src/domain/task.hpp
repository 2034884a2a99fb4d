#pragma once

#include "domain/civil_time.hpp"
#include "domain/ids.hpp"
#include "domain/status.hpp"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
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

/// What one input says about a task; a field that it does not name is absent.
struct Observation {
    TaskNumber number;
    std::array<std::optional<FieldValue>, task_field_count> fields;
    /// Keys of later platforms, each with its value as msgpack bytes.
    std::map<std::string, std::string> unknown;

    [[nodiscard]] const std::optional<FieldValue>& operator[](TaskField field) const {
        return fields[static_cast<std::size_t>(field)];
    }
    [[nodiscard]] std::optional<FieldValue>& operator[](TaskField field) {
        return fields[static_cast<std::size_t>(field)];
    }
    friend bool operator==(const Observation&, const Observation&) = default;
};

enum class Origin { platform, local };
[[nodiscard]] constexpr Origin origin_of(TaskNumber number) {
    return number.value < 0 ? Origin::local : Origin::platform;
}

struct DatedValue {
    FieldValue value;
    UtcTime as_of; ///< time of the fact that it came from
    friend bool operator==(const DatedValue&, const DatedValue&) = default;
};

/// A task as the facts so far tell it.
struct Task {
    TaskNumber number;
    Origin origin = Origin::platform;
    std::uint64_t revision = 0; ///< facts that changed a field, docs/protocol.md 3
    std::array<std::optional<DatedValue>, task_field_count> fields;
    std::map<std::string, std::string> unknown;
    /// Edges of the municipality's own, which no fact of the platform touches.
    std::set<TaskNumber> local_prerequisites;

    [[nodiscard]] const std::optional<DatedValue>& operator[](TaskField field) const {
        return fields[static_cast<std::size_t>(field)];
    }
    [[nodiscard]] std::optional<DatedValue>& operator[](TaskField field) {
        return fields[static_cast<std::size_t>(field)];
    }

    /// "" where the field is absent or none.
    [[nodiscard]] std::string_view text(TaskField field) const;
    [[nodiscard]] std::optional<Date> date(TaskField field) const;
    [[nodiscard]] std::optional<PersonId> person(TaskField field) const;
    [[nodiscard]] const std::vector<TaskNumber>& numbers(TaskField field) const;

    /// What the task waits for, by the platform's word or the municipality's own, ascending.
    [[nodiscard]] std::vector<TaskNumber> prerequisites() const;

    /// A task of which no status was ever heard has not been started.
    [[nodiscard]] Status status() const;
    [[nodiscard]] bool open() const { return !is_closed(status()); }
    [[nodiscard]] std::optional<Date> due_date() const { return date(TaskField::due_date); }
    /// Whether a field has its value from a fact that is later than that.
    [[nodiscard]] bool has_later_fact(UtcTime than) const;

    friend bool operator==(const Task&, const Task&) = default;
};

} // namespace klik::domain
