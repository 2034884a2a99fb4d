#include "engine/published_standing.hpp"

#include <span>

namespace klik::engine {

namespace {

/// What MurmurHash3 ends with: each bit of the input changes each of the result half of the time.
std::uint64_t mixed(std::uint64_t bits) {
    bits = (bits ^ (bits >> 33U)) * 0xFF51'AFD7'ED55'8CCDU;
    bits = (bits ^ (bits >> 33U)) * 0xC4CE'B9FE'1A85'EC53U;
    return bits ^ (bits >> 33U);
}

/// 0 for no numbers.
std::uint64_t mark_of(std::span<const domain::TaskNumber> numbers, std::uint64_t mark) {
    for (const domain::TaskNumber number : numbers) {
        mark = mixed(mark + static_cast<std::uint64_t>(number.value));
    }
    return mark;
}

} // namespace

PublishedStanding::PublishedStanding(const TaskStanding& standing)
    : revision{standing.revision},
      neighbours{mark_of(standing.blocks,
                         mixed(mark_of(standing.blocked_by, 0) + standing.blocked_by.size()))},
      latest_safe_finish{standing.latest_safe_finish}, colour{standing.colour},
      ready{standing.ready()} {}

} // namespace klik::engine
