#pragma once

#include "domain/dated_fields.hpp"

#include <optional>
#include <utility>

namespace klik::domain {

/// A task's fields as clients see them: those with `in_state`, without the times of their facts.
class StateFields {
  public:
    StateFields() = default;
    /// Shares them.
    explicit StateFields(DatedFields fields) : fields_{std::move(fields)} {}

    /// Nothing where the field is absent or not one that clients see.
    [[nodiscard]] std::optional<FieldValueView> operator[](TaskField field) const;
    void set(TaskField field, FieldValue value) { fields_.set(field, {std::move(value), {}}); }
    void reset(TaskField field) { fields_.reset(field); }

    friend bool operator==(const StateFields& a, const StateFields& b);

  private:
    DatedFields fields_;
};

} // namespace klik::domain
