#include "replay/due_moments.hpp"

#include <algorithm>
#include <stdexcept>

namespace klik::replay {

std::optional<domain::UtcTime> next_due(const engine::State& state, const TimeZone& zone) {
    const auto due = engine::next_due(state);
    auto next = due.utc;
    if (due.local) {
        const auto local = zone.utc(*due.local, state.now.utc);
        next = next ? std::min(*next, local) : local;
    }
    return next;
}

domain::Moment moment_of(const engine::State& state, domain::UtcTime now, const TimeZone& zone) {
    return zone.moment(std::max(now, state.now.utc));
}

std::optional<domain::Moment> DueMoments::next() {
    const auto due = next_due(*state_, *zone_);
    if (!due || *due > until_) {
        return std::nullopt;
    }
    if (before_ && *due <= *before_) {
        throw std::logic_error("a due moment passed and is still due");
    }
    before_ = due;
    return moment_of(*state_, *due, *zone_);
}

} // namespace klik::replay
