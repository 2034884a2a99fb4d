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
    /// Calls `visit(field, FieldValueView)` for each that clients see, in the order of `TaskField`.
    template <class Visit>
    void each(Visit visit) const {
        fields_.present().each([&](TaskField field) {
            if (const auto value = (*this)[field]) {
                visit(field, *value);
            }
        });
    }
    void set(TaskField field, FieldValue value) { fields_.set(field, {std::move(value), {}}); }
    void reset(TaskField field) { fields_.reset(field); }

    friend bool operator==(const StateFields& a, const StateFields& b);

  private:
    DatedFields fields_;
};

} // namespace klik::domain
