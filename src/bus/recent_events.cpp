#include "bus/recent_events.hpp"

#include <algorithm>
#include <utility>

namespace klik::bus {

namespace {

std::size_t bytes_of(const PublishedEvent& event) {
    return sizeof event + event.topic.size() + event.envelope.size();
}

} // namespace

void RecentEvents::add(std::vector<PublishedEvent> events, domain::Sequence head) {
    for (auto& event : events) {
        bytes_ += bytes_of(event);
        events_.push_back(std::move(event));
    }
    while (bytes_ > most_bytes_) {
        after_ = events_.front().sequence;
        bytes_ -= bytes_of(events_.front());
        events_.pop_front();
    }
    head_ = head;
}

const PublishedEvent* RecentEvents::next(domain::Sequence position, KindMask kinds) const {
    const auto behind = std::ranges::upper_bound(events_, position, {}, &PublishedEvent::sequence);
    const auto found = std::find_if(behind, events_.end(), [kinds](const PublishedEvent& event) {
        return ((kinds >> static_cast<unsigned>(event.kind)) & 1U) != 0;
    });
    return found == events_.end() ? nullptr : &*found;
}

} // namespace klik::bus
