#include "replay/recorded_inputs.hpp"

#include "engine/input_of.hpp"
#include "replay/whole_records.hpp"

namespace klik::replay {

namespace {

constexpr std::size_t records_at_a_time = 1000;

} // namespace

RecordedInputs::RecordedInputs(journal::Journal& journal, domain::MunicipalityCode municipality)
    : journal_{&journal} {
    state_.municipality = std::move(municipality);
}

domain::Result<bool> RecordedInputs::fill() {
    if (!ahead_.empty()) {
        return true;
    }
    auto records = read_whole(*journal_, state_.municipality, read_, records_at_a_time);
    if (!records) {
        return std::unexpected(std::move(records.error()));
    }
    for (auto& record : *records) {
        read_ = record.sequence;
        ahead_.push_back(std::move(record));
    }
    return !ahead_.empty();
}

domain::Result<void> RecordedInputs::take_record() {
    auto event = decode_whole(state_.municipality, ahead_.front());
    if (!event) {
        return std::unexpected(std::move(event.error()));
    }
    current_.events.push_back(*std::move(event));
    current_.records.push_back(std::move(ahead_.front()));
    ahead_.pop_front();
    return {};
}

domain::Result<const RecordedInput*> RecordedInputs::next() {
    for (const auto& event : current_.events) {
        if (auto taken = evolve_whole(state_, event); !taken) {
            return std::unexpected(std::move(taken.error()));
        }
    }
    current_ = {};
    while (true) {
        const auto more = fill();
        if (!more) {
            return std::unexpected(more.error());
        }
        const bool first = current_.events.empty();
        if (!*more || (!first && ahead_.front().cause != current_.events.front().sequence)) {
            break;
        }
        if (first && ahead_.front().cause != ahead_.front().sequence) {
            return damaged(state_.municipality, ahead_.front().sequence,
                           "does not follow from the input before it");
        }
        if (auto taken = take_record(); !taken) {
            return std::unexpected(std::move(taken.error()));
        }
    }
    if (current_.events.empty()) {
        return nullptr;
    }
    current_.input = engine::input_of(current_.events.front());
    return &current_;
}

} // namespace klik::replay
