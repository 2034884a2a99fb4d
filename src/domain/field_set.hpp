#pragma once

#include "domain/task_field.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>

namespace klik::domain {

/// Some of a task's fields.
class FieldSet {
  public:
    [[nodiscard]] bool contains(TaskField field) const { return (bits_ & bit(field)) != 0; }
    void insert(TaskField field) { bits_ |= bit(field); }
    void erase(TaskField field) { bits_ &= ~bit(field); }

    [[nodiscard]] std::size_t size() const { return ones_in(bits_); }
    [[nodiscard]] bool empty() const { return bits_ == 0; }
    /// How many of them come before the field in the order of `TaskField`.
    [[nodiscard]] std::size_t count_before(TaskField field) const {
        return ones_in(bits_ & (bit(field) - 1));
    }
    /// Calls `visit(TaskField)` for each, in that order.
    template <class Visit>
    void each(Visit visit) const {
        for (std::uint32_t left = bits_; left != 0; left &= left - 1) {
            visit(static_cast<TaskField>(std::countr_zero(left)));
        }
    }

    friend bool operator==(FieldSet, FieldSet) = default;

  private:
    static_assert(task_field_count <= 32, "a bit for each field");
    [[nodiscard]] static constexpr std::uint32_t bit(TaskField field) {
        return std::uint32_t{1} << static_cast<unsigned>(field);
    }
    /// `std::popcount` is a call where not every processor has the instruction (amd64's baseline).
    [[nodiscard]] static constexpr std::size_t ones_in(std::uint32_t bits) {
        bits -= (bits >> 1U) & 0x5555'5555U;
        bits = (bits & 0x3333'3333U) + ((bits >> 2U) & 0x3333'3333U);
        bits = (bits + (bits >> 4U)) & 0x0F0F'0F0FU;
        return (bits * 0x0101'0101U) >> 24U;
    }

    std::uint32_t bits_ = 0;
};

} // namespace klik::domain
