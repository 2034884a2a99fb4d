#pragma once

#include "domain/dated_fields.hpp"
#include "domain/flat_map.hpp"
#include "domain/flat_set.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace klik::domain {

/// What one input says about a task; a field that it does not name is absent.
struct Observation {
    TaskNumber number;
    FieldTable<FieldValue> fields;
    /// Keys of later platforms, each with its value as msgpack bytes.
    std::map<std::string, std::string> unknown;

    /// Null where the field is absent.
    [[nodiscard]] const FieldValue* operator[](TaskField field) const { return fields[field]; }
    friend bool operator==(const Observation&, const Observation&) = default;
};

enum class Origin : std::uint8_t { platform, local };
[[nodiscard]] constexpr Origin origin_of(TaskNumber number) {
    return number.value < 0 ? Origin::local : Origin::platform;
}

/// A task as the facts so far tell it.
struct Task {
    TaskNumber number;
    std::uint64_t revision = 0; ///< facts that changed a field, docs/protocol.md 3
    DatedFields fields;
    FlatMap<std::string, std::string> unknown;
    /// Edges of the municipality's own, which no fact of the platform touches.
    FlatSet<TaskNumber> local_prerequisites;

    // What these show lies in `fields`, until its next change.

    [[nodiscard]] Origin origin() const { return origin_of(number); }
    /// Nothing where no fact has told of the field.
    [[nodiscard]] std::optional<DatedValueView> operator[](TaskField field) const {
        return fields[field];
    }
    /// "" where the field is absent or none.
    [[nodiscard]] std::string_view text(TaskField field) const { return fields.text(field); }
    [[nodiscard]] NumbersView numbers(TaskField field) const { return fields.numbers(field); }

    [[nodiscard]] std::optional<Date> date(TaskField field) const { return fields.date(field); }
    /// Nothing where nobody is named.
    [[nodiscard]] std::optional<PersonId> person(TaskField field) const;

    /// What the task waits for, by the platform's word or the municipality's own, ascending.
    [[nodiscard]] std::vector<TaskNumber> prerequisites() const;
    /// Calls `visit(TaskNumber)` for each of them. The rules ask for them all the time.
    template <class Visit>
    void each_prerequisite(Visit visit) const {
        const NumbersView named = numbers(TaskField::prerequisites);
        if (local_prerequisites.empty() &&
            std::ranges::adjacent_find(named, std::greater_equal{}) == named.end()) {
            std::ranges::for_each(named, visit);
        } else {
            std::ranges::for_each(prerequisites(), visit);
        }
    }

    /// A task of which no status was ever heard has not been started.
    [[nodiscard]] Status status() const { return fields.status(); }
    [[nodiscard]] bool open() const { return !is_closed(status()); }
    [[nodiscard]] std::optional<Date> due_date() const { return fields.due_date(); }
    /// Whether a field has its value from a fact that is later than that.
    [[nodiscard]] bool has_later_fact(UtcTime than) const { return fields.has_later_fact(than); }

    friend bool operator==(const Task&, const Task&) = default;
};

} // namespace klik::domain
