#include "engine/source_count.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::Sequence;

/// Counts that ended are remembered so that their stragglers are known and their losses can be
/// looked up; a source that starts anew all the time does not make us remember all of it.
constexpr std::ptrdiff_t most_ended_counts = 16;

/// The gap that holds the sequence, still missing or not.
template <class Gaps>
auto* find_gap(Gaps& gaps, Sequence sequence) {
    auto after = gaps.upper_bound(sequence);
    if (after == gaps.begin()) {
        return static_cast<decltype(&after->second)>(nullptr);
    }
    auto& gap = std::prev(after)->second;
    return sequence <= gap.last ? &gap : nullptr;
}

bool is_missing(const SourceGap& gap, Sequence sequence) {
    const auto after = gap.missing.upper_bound(sequence);
    return after != gap.missing.begin() && sequence <= std::prev(after)->second;
}

void take_out(SourceGap& gap, Sequence sequence) {
    const auto range = std::prev(gap.missing.upper_bound(sequence));
    const auto [first, last] = *range;
    gap.missing.erase(range);
    if (first < sequence) {
        gap.missing.emplace(first, Sequence{sequence.value - 1});
    }
    if (sequence < last) {
        gap.missing.emplace(Sequence{sequence.value + 1}, last);
    }
}

void open_gap(SourceCount& count, Sequence first, Sequence last, const domain::Moment& since,
              const domain::Moment& at) {
    count.gaps.emplace(first, SourceGap{first, last, since, at, {{first, last}}});
}

void advance(SourceCount& count, Sequence sequence, const domain::Moment& at) {
    const Sequence expected{count.last.value + 1};
    if (sequence > expected) {
        open_gap(count, expected, Sequence{sequence.value - 1}, count.last_at, at);
    } else if (sequence < expected) {
        auto* gap = find_gap(count.gaps, sequence);
        if (gap != nullptr && is_missing(*gap, sequence)) {
            take_out(*gap, sequence);
            if (gap->missing.empty()) {
                count.gaps.erase(gap->first);
            }
        }
        return;
    }
    count.last = sequence;
    count.last_at = at;
}

/// The oldest go first; those that stay say that facts may be missing.
void forget_old_counts(Source& source) {
    while (std::ssize(source.counts) > most_ended_counts + 1) {
        auto oldest = source.counts.end();
        for (auto count = source.counts.begin(); count != source.counts.end(); ++count) {
            const bool ended = count->first != source.epoch;
            if (ended && (oldest == source.counts.end() ||
                          count->second.last_at.utc < oldest->second.last_at.utc)) {
                oldest = count;
            }
        }
        source.counts.erase(oldest);
    }
}

void begin_count(Source& source, const SourcePosition& position, const domain::Moment& at) {
    domain::Moment since = at;
    if (const auto old = source.counts.find(source.epoch); old != source.counts.end()) {
        old->second.tail = UnknownTail{at};
        since = old->second.last_at;
    }
    const bool first_contact = source.counts.empty();
    source.epoch = position.epoch;
    SourceCount& count = source.counts[position.epoch];
    if (!first_contact && position.sequence.value > 1) {
        open_gap(count, Sequence{1}, Sequence{position.sequence.value - 1}, since, at);
    }
    count.last = position.sequence;
    count.last_at = at;
    forget_old_counts(source);
}

} // namespace

bool follows(const std::optional<SourcePosition>& position, const OpenSet& set) {
    return set.position.has_value() == position.has_value() &&
           (!position || (position->epoch == set.position->epoch &&
                          position->sequence > set.position->sequence));
}

Arrival arrival_of(const Source* source, const SourcePosition& position) {
    if (source == nullptr || source->counts.empty()) {
        return Arrival::first_contact;
    }
    const auto count = source->counts.find(position.epoch);
    if (count == source->counts.end()) {
        return Arrival::new_count;
    }
    const Sequence expected{count->second.last.value + 1};
    if (position.sequence >= expected) {
        return position.sequence == expected ? Arrival::next : Arrival::gap;
    }
    const auto* gap = find_gap(count->second.gaps, position.sequence);
    return gap != nullptr && is_missing(*gap, position.sequence) ? Arrival::late
                                                                 : Arrival::repeated;
}

void count(Source& source, const SourcePosition& position, const domain::Moment& at) {
    const auto found = source.counts.find(position.epoch);
    if (found == source.counts.end()) {
        begin_count(source, position, at);
    } else {
        advance(found->second, position.sequence, at);
    }
}

const SourceGap* gap_at(const Source& source, const SourcePosition& position) {
    const auto found = source.counts.find(position.epoch);
    return found == source.counts.end() ? nullptr : find_gap(found->second.gaps, position.sequence);
}

std::uint64_t missing_facts(const SourceGap& gap) {
    std::uint64_t missing = 0;
    for (const auto& [first, last] : gap.missing) {
        missing += last.value - first.value + 1;
    }
    return missing;
}

std::uint64_t missing_facts(const Source& source) {
    std::uint64_t missing = 0;
    for (const auto& [epoch, count] : source.counts) {
        for (const auto& [first, gap] : count.gaps) {
            missing += missing_facts(gap);
        }
    }
    return missing;
}

std::size_t open_gaps(const Source& source) {
    std::size_t open = 0;
    for (const auto& [epoch, count] : source.counts) {
        open += count.gaps.size() + (count.tail ? 1U : 0U);
    }
    return open;
}

void cover_gaps(Source& source) {
    for (auto& [epoch, count] : source.counts) {
        count.gaps.clear();
        count.tail.reset();
    }
}

} // namespace klik::engine
