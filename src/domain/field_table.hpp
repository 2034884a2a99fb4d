#pragma once

#include "domain/task_field.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

namespace klik::domain {

/// A value for some of a task's fields. Most tasks have few of them, and there are many tasks: a
/// field without a value takes one bit.
template <class T>
class FieldTable {
  public:
    /// Null where there is none; valid until the next change.
    [[nodiscard]] const T* operator[](TaskField field) const {
        return (present_ & bit(field)) == 0 ? nullptr : &values_[place(field)];
    }
    void set(TaskField field, T value) {
        if ((present_ & bit(field)) != 0) {
            values_[place(field)] = std::move(value);
            return;
        }
        if (present_ < bit(field)) {
            values_.push_back(std::move(value));
        } else {
            values_.insert(at(field), std::move(value));
        }
        present_ |= bit(field);
    }
    void set_if_there(TaskField field, std::optional<T> value) {
        if (value) {
            set(field, *std::move(value));
        }
    }
    void reset(TaskField field) {
        if ((present_ & bit(field)) != 0) {
            values_.erase(at(field));
            present_ &= ~bit(field);
        }
    }
    /// Makes room for so many in all.
    void reserve(std::size_t values) { values_.reserve(values); }

    /// In the order of `TaskField`.
    [[nodiscard]] const std::vector<T>& values() const { return values_; }
    /// Calls `visit(field, value)` for each, in the same order.
    template <class Visit>
    void each(Visit visit) const {
        std::uint32_t left = present_;
        for (const T& value : values_) {
            visit(static_cast<TaskField>(std::countr_zero(left)), value);
            left &= left - 1;
        }
    }

    friend bool operator==(const FieldTable&, const FieldTable&) = default;

  private:
    static_assert(task_field_count <= 32, "a bit for each field");
    [[nodiscard]] static constexpr std::uint32_t bit(TaskField field) {
        return std::uint32_t{1} << static_cast<unsigned>(field);
    }
    [[nodiscard]] std::size_t place(TaskField field) const {
        return ones_in(present_ & (bit(field) - 1));
    }
    /// `std::popcount` is a call where not every processor has the instruction (amd64's baseline).
    [[nodiscard]] static constexpr std::size_t ones_in(std::uint32_t bits) {
        bits -= (bits >> 1U) & 0x5555'5555U;
        bits = (bits & 0x3333'3333U) + ((bits >> 2U) & 0x3333'3333U);
        bits = (bits + (bits >> 4U)) & 0x0F0F'0F0FU;
        return (bits * 0x0101'0101U) >> 24U;
    }
    [[nodiscard]] auto at(TaskField field) {
        return std::next(values_.begin(), static_cast<std::ptrdiff_t>(place(field)));
    }

    std::uint32_t present_ = 0;
    std::vector<T> values_;
};

} // namespace klik::domain
