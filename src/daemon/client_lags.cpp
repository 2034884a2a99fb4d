#include "daemon/client_lags.hpp"

#include <algorithm>

namespace klik::daemon {

namespace {

/// The last event of these kinds.
domain::Sequence last_of(bus::KindMask kinds, const engine::State& state) {
    domain::Sequence last;
    for (std::size_t i = 0; i < engine::event_kind_count; ++i) {
        const auto kind = static_cast<engine::EventKind>(i);
        if ((kinds & journal::mask_of(kind)) != 0) {
            last = std::max(last, state.head_of(kind));
        }
    }
    return last;
}

} // namespace

void ClientLags::look(journal::Journal& journal, const engine::State& state,
                      const std::map<std::string, bus::KindMask>& open, domain::UtcTime now) {
    auto cursors = journal.cursors(state.municipality);
    if (!cursors) {
        return; // what was seen last stands
    }
    names_ = cursors->size();
    const auto is_open = [&](const auto& cursor) { return open.contains(cursor.name); };
    std::ranges::stable_partition(*cursors, is_open);
    cursors->resize(std::min(cursors->size(), most_names));
    std::map<std::string, Known> known;
    lags_.clear();
    for (const auto& cursor : *cursors) {
        auto& client = known[cursor.name];
        if (const auto before = known_.find(cursor.name); before != known_.end()) {
            client = before->second;
        }
        if (const auto stream = open.find(cursor.name); stream != open.end()) {
            client.oldest_known = client.oldest_known && client.kinds == stream->second;
            client.kinds = stream->second;
        }
        lags_.push_back(lag_of(cursor, client, journal, state, now));
    }
    known_ = std::move(known);
}

ClientLag ClientLags::lag_of(const journal::NamedCursor& cursor, Known& known,
                             journal::Journal& journal, const engine::State& state,
                             domain::UtcTime now) {
    const auto last = last_of(known.kinds, state);
    if (last <= cursor.sequence) {
        return {cursor.name};
    }
    if (!known.oldest_known || known.cursor != cursor.sequence) {
        const auto first = journal.read(state.municipality, cursor.sequence, known.kinds, 1);
        known.oldest_known = first && !first->empty();
        known.cursor = cursor.sequence;
        known.oldest = known.oldest_known ? first->front().at.utc : now;
    }
    return {cursor.name, last.value - cursor.sequence.value,
            std::max(now - known.oldest, std::chrono::milliseconds{0})};
}

} // namespace klik::daemon
