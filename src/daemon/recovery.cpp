#include "daemon/recovery.hpp"

#include "codec/state_snapshot.hpp"
#include "daemon/parallel.hpp"
#include "replay/whole_records.hpp"

namespace klik::daemon {

namespace {

constexpr std::size_t records_between_stops = 1000;

void take_snapshot(Recovered& recovered, const journal::StoredSnapshot& stored) {
    auto state = codec::decode_snapshot(stored.state, in_threads);
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

domain::Result<void> take_records(engine::State& state, const std::vector<codec::Record>& records) {
    for (const auto& record : records) {
        const auto event = replay::decode_whole(state.municipality, record);
        if (!event) {
            return std::unexpected(event.error());
        }
        if (auto taken = replay::evolve_whole(state, *event); !taken) {
            return taken;
        }
    }
    return {};
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
    for (bool more = true; more;) {
        if (ended()) {
            return told_to_end();
        }
        const auto records =
            replay::read_whole(journal, municipality, state.head, records_between_stops);
        if (!records) {
            return std::unexpected(records.error());
        }
        if (auto taken = take_records(state, *records); !taken) {
            return std::unexpected(std::move(taken.error()));
        }
        more = records->size() == records_between_stops;
    }
    if (state.head != journal.head(municipality)) {
        return replay::damaged(municipality, journal.head(municipality),
                               "is not the last that can be read");
    }
    return recovered;
}

} // namespace klik::daemon
