#pragma once

#include "domain/field_table.hpp"
#include "domain/status.hpp"

namespace klik::domain {

struct DatedValue {
    FieldValue value;
    UtcTime as_of; ///< time of the fact that it came from
    friend bool operator==(const DatedValue&, const DatedValue&) = default;
};

/// What facts have told of a task's fields.
class DatedFields {
  public:
    /// Null where the field is absent; valid until the next change.
    [[nodiscard]] const DatedValue* operator[](TaskField field) const { return table_[field]; }
    void set(TaskField field, DatedValue value);
    void reset(TaskField field);
    void reserve(std::size_t fields) { table_.reserve(fields); }
    [[nodiscard]] const std::vector<DatedValue>& values() const { return table_.values(); }
    template <class Visit>
    void each(Visit visit) const {
        table_.each(visit);
    }

    /// What the field `status` means; `not_started` where it says nothing. Every rule asks for it.
    [[nodiscard]] Status status() const { return status_; }

    friend bool operator==(const DatedFields&, const DatedFields&) = default;

  private:
    void read_status();

    FieldTable<DatedValue> table_;
    Status status_ = Status::not_started;
};

} // namespace klik::domain
