#pragma once

#include "engine/event.hpp"

#include <cstdint>

namespace klik::engine {

/// A task's standing as it was published last, as far as it cannot be worked out again. Its
/// neighbours are there as a mark alone, by which others are noticed: what was published of them
/// holds until the next decision.
struct PublishedStanding {
    PublishedStanding() = default;
    explicit PublishedStanding(const TaskStanding& standing);

    std::uint64_t revision = 0;
    std::uint64_t neighbours = 0; ///< of `blocked_by` and `blocks`; the same in each process
    domain::SafeFinish latest_safe_finish;
    domain::Colour colour{};
    bool ready = true;
    friend bool operator==(const PublishedStanding&, const PublishedStanding&) = default;
};

} // namespace klik::engine
