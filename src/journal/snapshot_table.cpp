#include "journal/snapshot_table.hpp"

#include "journal/record_keys.hpp"

#include <utility>

namespace klik::journal {

Result<std::optional<StoredSnapshot>> SnapshotTable::find(const MunicipalityCode& municipality) {
    auto query = database_.query("SELECT rowid, sequence FROM snapshot WHERE municipality = ?1");
    const auto row = query.bind(municipality.value).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    if (!*row) {
        return std::nullopt;
    }
    auto state = database_.blob("snapshot", "state", query.integer(0));
    if (!state) {
        return std::unexpected(std::move(state.error()));
    }
    return StoredSnapshot{Sequence{static_cast<std::uint64_t>(query.integer(1))},
                          *std::move(state)};
}

Result<void> SnapshotTable::store(const MunicipalityCode& municipality,
                                  const StoredSnapshot& snapshot) {
    return database_
        .query("INSERT INTO snapshot (municipality, sequence, state) VALUES (?1, ?2, ?3) "
               "ON CONFLICT DO UPDATE SET sequence = excluded.sequence, state = excluded.state")
        .bind(municipality.value, stored(snapshot.sequence), Blob{snapshot.state})
        .run();
}

} // namespace klik::journal
