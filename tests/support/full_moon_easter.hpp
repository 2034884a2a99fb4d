#pragma once

#include "domain/civil_time.hpp"

#include <array>
#include <utility>

namespace klik::test {

/// Easter Sunday of 1900 to 2199 in the old way: the table of the church's full moons by golden
/// number, as the Book of Common Prayer prints it ("A Table to find Easter Day, 1900 to 2199"), and
/// the Sunday after. It shares nothing with the formula in `domain`.
inline domain::Date full_moon_easter(int year) {
    using std::chrono::days;
    constexpr std::array<std::pair<unsigned, unsigned>, 19> full_moons{{
        {4, 14}, {4, 3},  {3, 23}, {4, 11}, {3, 31}, {4, 18}, {4, 8},  {3, 28}, {4, 16}, {4, 5},
        {3, 25}, {4, 13}, {4, 2},  {3, 22}, {4, 10}, {3, 30}, {4, 17}, {4, 7},  {3, 27},
    }};
    const auto [month, day] = full_moons.at(static_cast<std::size_t>(year % 19));
    domain::Date date = domain::date_from_parts(year, month, day).value() + days{1};
    // 1 January 1900 was a Monday.
    const domain::Date a_sunday = domain::date_from_parts(1900, 1, 7).value();
    while ((date - a_sunday).count() % 7 != 0) {
        date += days{1};
    }
    return date;
}

} // namespace klik::test
