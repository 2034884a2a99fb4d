#pragma once

#include "domain/civil_time.hpp"

#include <chrono>
#include <optional>

namespace klik::codec {

/// The due dates that a check tries: six years with two leap days, in which each date of the year
/// falls on a weekend at least once.
inline constexpr domain::Date first_checked_due{
    std::chrono::local_days{std::chrono::year{2024} / 1 / 1}};
inline constexpr domain::Date last_checked_due{
    std::chrono::local_days{std::chrono::year{2029} / 12 / 31}};

/// The first of them for which `holds(due)`.
template <class Holds>
[[nodiscard]] std::optional<domain::Date> first_due_for_which(Holds holds) {
    for (domain::Date due = first_checked_due; due <= last_checked_due;
         due += std::chrono::days{1}) {
        if (holds(due)) {
            return due;
        }
    }
    return std::nullopt;
}

} // namespace klik::codec
