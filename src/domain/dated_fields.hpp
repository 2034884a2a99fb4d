#pragma once

#include "domain/compact_optional.hpp"
#include "domain/field_table.hpp"
#include "domain/field_value_view.hpp"
#include "domain/status.hpp"

#include <memory>
#include <optional>
#include <span>

namespace klik::domain {

struct DatedValue {
    FieldValue value;
    UtcTime as_of; ///< time of the fact that it came from
};

struct DatedValueView {
    FieldValueView value;
    UtcTime as_of;
};

/// What facts have told of a task's fields, in one block of bytes. There are many tasks, and each
/// fact makes copies of one: they share the block until one of them is changed.
class DatedFields {
  public:
    DatedFields() = default;
    explicit DatedFields(const FieldTable<DatedValue>& fields);

    // What these show lies here until the next change.

    /// Nothing where the field is absent.
    [[nodiscard]] std::optional<DatedValueView> operator[](TaskField field) const;
    /// "" where the field is absent, none or of another shape; no numbers, no date, nobody.
    [[nodiscard]] std::string_view text(TaskField field) const;
    [[nodiscard]] NumbersView numbers(TaskField field) const;
    [[nodiscard]] std::optional<Date> date(TaskField field) const;
    [[nodiscard]] std::optional<PersonView> person(TaskField field) const;

    /// Whether a field has its value from a fact that is later than that.
    [[nodiscard]] bool has_later_fact(UtcTime than) const;
    [[nodiscard]] FieldSet present() const;
    /// Of the first field, and of most: they come from one fact. The epoch where there is none.
    [[nodiscard]] UtcTime usual_time() const;
    /// Calls `visit(field, DatedValueView)` for each, in the order of `TaskField`.
    template <class Visit>
    void each(Visit visit) const {
        present().each([&](TaskField field) { visit(field, *(*this)[field]); });
    }

    void set(TaskField field, const DatedValue& value);
    /// Those fields, which `values` has all, as one fact told them.
    void set(std::span<const TaskField> fields, const FieldTable<FieldValue>& values,
             UtcTime as_of);
    void reset(TaskField field);

    // Every rule asks for these.

    /// What the field `status` means; `not_started` where it says nothing.
    [[nodiscard]] Status status() const { return status_; }
    [[nodiscard]] std::optional<Date> due_date() const { return due_date_; }

    friend bool operator==(const DatedFields& a, const DatedFields& b);

  private:
    /// Nothing where the field is absent, none or of another shape.
    [[nodiscard]] std::optional<std::string_view> bytes(TaskField field, FieldShape shape) const;

    void replace(std::shared_ptr<const char[]> block, bool other_status);

    std::shared_ptr<const char[]> block_; ///< null: no field
    Status status_ = Status::not_started;
    CompactOptional<Date> due_date_;
};

} // namespace klik::domain
