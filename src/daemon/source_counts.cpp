#include "daemon/source_counts.hpp"

#include <algorithm>

namespace klik::daemon {

std::optional<SourceGap> SourceCounts::note(const codec::Fact& fact) {
    const auto sequence = domain::sequence(fact.sequence).value_or(domain::Sequence{});
    const auto [found, is_new] = counts_.try_emplace(fact.identity().source);
    Count& count = found->second;
    if (is_new || count.epoch != fact.sequence_epoch) {
        count = {fact.sequence_epoch, sequence};
        return std::nullopt;
    }
    const domain::Sequence expected{count.last.value + 1};
    count.last = std::max(count.last, sequence);
    if (sequence > expected) {
        return SourceGap{expected, sequence};
    }
    return std::nullopt;
}

} // namespace klik::daemon
