#include "replay/recorded_inputs.hpp"

#include "engine/evolve.hpp"
#include "engine/input_of.hpp"

#include <fmt/core.h>

namespace klik::replay {

namespace {

constexpr std::size_t records_at_a_time = 1000;

std::unexpected<domain::Problem> damaged(const domain::MunicipalityCode& municipality,
                                         domain::Sequence sequence, std::string_view what) {
    return std::unexpected(domain::Problem{
        "damaged", fmt::format("journal of {}", municipality.value),
        fmt::format("record {} {}; keep the data folder for examination and restore a backup",
                    sequence.value, what)});
}

} // namespace

RecordedInputs::RecordedInputs(journal::Journal& journal, domain::MunicipalityCode municipality)
    : journal_{&journal} {
    state_.municipality = std::move(municipality);
}

domain::Result<bool> RecordedInputs::fill() {
    if (!ahead_.empty()) {
        return true;
    }
    auto records =
        journal_->read(state_.municipality, read_, journal::all_records, records_at_a_time);
    if (!records) {
        return std::unexpected(std::move(records.error()));
    }
    for (auto& record : *records) {
        if (record.sequence.value != ++read_.value) {
            return damaged(state_.municipality, read_, "is missing");
        }
        ahead_.push_back(std::move(record));
    }
    return !ahead_.empty();
}

domain::Result<void> RecordedInputs::take_record() {
    auto event = codec::decode_record(ahead_.front());
    if (!event) {
        return damaged(state_.municipality, ahead_.front().sequence,
                       fmt::format("cannot be read ({})", event.error().sentence()));
    }
    current_.events.push_back(*std::move(event));
    current_.records.push_back(std::move(ahead_.front()));
    ahead_.pop_front();
    return {};
}

domain::Result<const RecordedInput*> RecordedInputs::next() {
    for (const auto& event : current_.events) {
        engine::evolve(state_, event);
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

domain::Result<engine::State> state_at(journal::Journal& journal,
                                       const domain::MunicipalityCode& municipality,
                                       domain::UtcTime time) {
    RecordedInputs inputs(journal, municipality);
    while (true) {
        const auto next = inputs.next();
        if (!next) {
            return std::unexpected(next.error());
        }
        if (*next == nullptr || (*next)->events.front().at.utc > time) {
            return inputs.state();
        }
    }
}

} // namespace klik::replay
