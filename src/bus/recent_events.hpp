#pragma once

#include "bus/event_log.hpp"
#include "bus/published_event.hpp"

#include <cstddef>
#include <deque>
#include <vector>

namespace klik::bus {

/// The events that a municipality published last: whoever follows closely gets them from here, so
/// that each is read and encoded once, however many follow.
class RecentEvents {
  public:
    static constexpr std::size_t bytes_of_a_municipality = std::size_t{1} << 20U;

    /// Whatever follows `head` will be added.
    explicit RecentEvents(domain::Sequence head, std::size_t most_bytes = bytes_of_a_municipality)
        : after_{head}, head_{head}, most_bytes_{most_bytes} {}

    /// All that was published up to `head` since the last call, ascending; the oldest that there is
    /// no room for are forgotten.
    void add(std::vector<PublishedEvent> events, domain::Sequence head);

    /// Whether all that was published behind `position` up to `head` is here.
    [[nodiscard]] bool cover(domain::Sequence position, domain::Sequence head) const {
        return position >= after_ && head == head_;
    }
    /// The first of these kinds behind the position; null where there is none. Valid until the next
    /// `add`.
    [[nodiscard]] const PublishedEvent* next(domain::Sequence position, KindMask kinds) const;

  private:
    std::deque<PublishedEvent> events_;
    domain::Sequence after_; ///< all behind it is here
    domain::Sequence head_;
    std::size_t most_bytes_;
    std::size_t bytes_ = 0;
};

} // namespace klik::bus
