#include "journal/cursor_table.hpp"

#include "journal/record_keys.hpp"

namespace klik::journal {

Result<std::optional<Cursor>> CursorTable::find(const MunicipalityCode& municipality,
                                                std::string_view name) {
    auto query =
        database_.query("SELECT sequence, owner FROM cursor WHERE municipality = ?1 AND name = ?2");
    const auto row = query.bind(municipality.value, name).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    if (!*row) {
        return std::nullopt;
    }
    return Cursor{Sequence{static_cast<std::uint64_t>(query.integer(0))}, query.bytes(1)};
}

Result<void> CursorTable::store(const MunicipalityCode& municipality, std::string_view name,
                                const Cursor& cursor) {
    return database_
        .query("INSERT INTO cursor (municipality, name, owner, sequence) "
               "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE "
               "SET owner = excluded.owner, sequence = excluded.sequence")
        .bind(municipality.value, name, cursor.owner, stored(cursor.sequence))
        .run();
}

Result<std::vector<NamedCursor>> CursorTable::all(const MunicipalityCode& municipality) {
    std::vector<NamedCursor> all;
    auto query =
        database_.query("SELECT name, sequence FROM cursor WHERE municipality = ?1 ORDER BY name");
    query.bind(municipality.value);
    for (;;) {
        const auto row = query.step();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            return all;
        }
        all.push_back({query.bytes(0), Sequence{static_cast<std::uint64_t>(query.integer(1))}});
    }
}

Result<std::size_t> CursorTable::count(const MunicipalityCode& municipality,
                                       std::string_view owner) {
    auto query =
        database_.query("SELECT count(*) FROM cursor WHERE municipality = ?1 AND owner = ?2");
    const auto row = query.bind(municipality.value, owner).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return static_cast<std::size_t>(query.integer(0));
}

} // namespace klik::journal
