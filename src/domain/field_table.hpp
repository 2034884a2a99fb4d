#pragma once

#include "domain/field_set.hpp"

#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace klik::domain {

/// A value for some of a task's fields. A field without a value takes one bit.
template <class T>
class FieldTable {
  public:
    /// Null where there is none; valid until the next change.
    [[nodiscard]] const T* operator[](TaskField field) const {
        return present_.contains(field) ? &values_[present_.count_before(field)] : nullptr;
    }
    void set(TaskField field, T value) {
        if (present_.contains(field)) {
            *at(field) = std::move(value);
            return;
        }
        values_.insert(at(field), std::move(value));
        present_.insert(field);
    }
    void set_if_there(TaskField field, std::optional<T> value) {
        if (value) {
            set(field, *std::move(value));
        }
    }
    void reset(TaskField field) {
        if (present_.contains(field)) {
            values_.erase(at(field));
            present_.erase(field);
        }
    }
    /// Makes room for so many in all.
    void reserve(std::size_t values) { values_.reserve(values); }

    /// Calls `visit(field, value)` for each, in the order of `TaskField`.
    template <class Visit>
    void each(Visit visit) const {
        auto value = values_.begin();
        present_.each([&](TaskField field) { visit(field, *value++); });
    }

    friend bool operator==(const FieldTable&, const FieldTable&) = default;

  private:
    [[nodiscard]] auto at(TaskField field) {
        return std::next(values_.begin(),
                         static_cast<std::ptrdiff_t>(present_.count_before(field)));
    }

    FieldSet present_;
    std::vector<T> values_;
};

} // namespace klik::domain
