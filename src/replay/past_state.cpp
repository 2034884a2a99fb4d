#include "replay/past_state.hpp"

#include "replay/whole_records.hpp"

namespace klik::replay {

domain::Result<bool> PastState::go_on(std::size_t records) {
    if (complete_) {
        return true;
    }
    const auto read = read_whole(*journal_, state_.municipality, state_.head, records);
    if (!read) {
        return std::unexpected(read.error());
    }
    for (const auto& record : *read) {
        if (record.at.utc > time_) {
            complete_ = true;
            return true;
        }
        const auto event = decode_whole(state_.municipality, record);
        if (!event) {
            return std::unexpected(event.error());
        }
        if (auto taken = evolve_whole(state_, *event); !taken) {
            return std::unexpected(std::move(taken.error()));
        }
    }
    complete_ = read->size() < records;
    return complete_;
}

} // namespace klik::replay
