#include "replay/whole_records.hpp"

#include "engine/evolve.hpp"
#include "engine/fits.hpp"

#include <fmt/core.h>

namespace klik::replay {

std::unexpected<domain::Problem> damaged(const domain::MunicipalityCode& municipality,
                                         domain::Sequence sequence, std::string_view what) {
    return std::unexpected(domain::Problem{
        "damaged", fmt::format("journal of {}", municipality.value),
        fmt::format("record {} {}; keep the data folder for examination and restore a backup",
                    sequence.value, what)});
}

domain::Result<std::vector<codec::Record>> read_whole(journal::Journal& journal,
                                                      const domain::MunicipalityCode& municipality,
                                                      domain::Sequence after, std::size_t limit) {
    auto records = journal.read(municipality, after, journal::all_records, limit);
    if (!records) {
        return records;
    }
    for (const auto& record : *records) {
        if (record.sequence.value != ++after.value) {
            return damaged(municipality, after, "is missing");
        }
    }
    return records;
}

domain::Result<engine::Event> decode_whole(const domain::MunicipalityCode& municipality,
                                           const codec::Record& record) {
    auto event = codec::decode_record(record);
    if (!event) {
        return damaged(municipality, record.sequence,
                       fmt::format("cannot be read ({})", event.error().sentence()));
    }
    return event;
}

domain::Result<void> evolve_whole(engine::State& state, const engine::Event& event) {
    if (!engine::fits(state, event)) {
        return damaged(state.municipality, event.sequence,
                       "does not follow from the records before it");
    }
    engine::evolve(state, event);
    return {};
}

} // namespace klik::replay
