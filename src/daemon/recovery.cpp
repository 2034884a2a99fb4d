#include "daemon/recovery.hpp"

#include "codec/state_snapshot.hpp"
#include "engine/evolve.hpp"

#include <fmt/core.h>

namespace klik::daemon {

namespace {

constexpr std::size_t records_between_stops = 1000;

std::unexpected<domain::Problem> damaged(const domain::MunicipalityCode& municipality,
                                         domain::Sequence sequence, std::string_view what) {
    return std::unexpected(
        domain::Problem{"damaged", fmt::format("journal of {}", municipality.value),
                        fmt::format("record {} {}; restore the data folder from a backup",
                                    domain::to_string(sequence), what)});
}

void take_snapshot(Recovered& recovered, const journal::StoredSnapshot& stored) {
    auto state = codec::decode_state(stored.state);
    if (!state) {
        recovered.passed_over = state.error().sentence();
    } else if (state->municipality != recovered.state.municipality ||
               state->head != stored.sequence) {
        recovered.passed_over = "it is not of this municipality and place";
    } else {
        recovered.state = std::move(*state);
        recovered.snapshot = stored.sequence;
    }
}

} // namespace

std::unexpected<domain::Problem> told_to_end() {
    return std::unexpected(
        domain::Problem{std::string{told_to_end_code}, "", "klikd was told to end as it started"});
}

domain::Result<Recovered> recover(journal::Journal& journal,
                                  const domain::MunicipalityCode& municipality,
                                  const EndCheck& ended) {
    Recovered recovered;
    recovered.state.municipality = municipality;
    const auto stored = journal.latest_snapshot(municipality);
    if (!stored) {
        return std::unexpected(stored.error());
    }
    if (*stored) {
        take_snapshot(recovered, **stored);
    }
    engine::State& state = recovered.state;
    while (true) {
        if (ended()) {
            return told_to_end();
        }
        const auto records =
            journal.read(municipality, state.head, journal::all_records, records_between_stops);
        if (!records) {
            return std::unexpected(records.error());
        }
        for (const auto& record : *records) {
            if (record.sequence.value != state.head.value + 1) {
                return damaged(municipality, {state.head.value + 1}, "is missing");
            }
            const auto event = codec::decode_record(record);
            if (!event) {
                return damaged(municipality, record.sequence,
                               fmt::format("cannot be read ({})", event.error().sentence()));
            }
            engine::evolve(state, *event);
        }
        if (records->size() < records_between_stops) {
            break;
        }
    }
    if (state.head != journal.head(municipality)) {
        return damaged(municipality, journal.head(municipality),
                       "is not the last that can be read");
    }
    return recovered;
}

} // namespace klik::daemon
