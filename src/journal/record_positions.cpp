#include "journal/record_positions.hpp"

#include <fmt/format.h>

#include <vector>

namespace klik::journal {

namespace {

using domain::MunicipalityCode;
using domain::Result;
using domain::Sequence;

/// Enough to see a torn end of the file, few enough not to be noticed at start.
constexpr std::int64_t checked_records = 128;

Sequence sequence_in(const Query& row, int column) {
    return Sequence{static_cast<std::uint64_t>(row.integer(column))};
}

/// Jumps from one municipality to the next on the key, without a walk over all records.
Result<std::vector<MunicipalityCode>> municipalities(Database& database) {
    auto query = database.query(
        "WITH RECURSIVE found(code) AS (SELECT min(municipality) FROM record UNION ALL "
        "SELECT (SELECT min(municipality) FROM record WHERE municipality > code) FROM found "
        "WHERE code IS NOT NULL) SELECT code FROM found WHERE code IS NOT NULL");
    std::vector<MunicipalityCode> codes;
    auto read = query.for_each_row([&](const Query& row) -> Result<void> {
        codes.push_back({row.bytes(0)});
        return {};
    });
    if (!read) {
        return std::unexpected(std::move(read.error()));
    }
    return codes;
}

/// The one sequence that a query finds, 0 for NULL.
template <class... Values>
Result<Sequence> sequence_found(Database& database, std::string_view sql, const Values&... values) {
    auto query = database.query(sql);
    if (const auto row = query.bind(values...).step(); !row) {
        return std::unexpected(row.error());
    }
    return sequence_in(query, 0);
}

Result<RecordPositions> read_positions(Database& database, const MunicipalityCode& municipality) {
    RecordPositions positions;
    const auto first = sequence_found(
        database, "SELECT min(sequence) FROM record WHERE municipality = ?1", municipality.value);
    if (!first) {
        return std::unexpected(first.error());
    }
    positions.first = *first;
    const auto head = sequence_found(
        database, "SELECT max(sequence) FROM record WHERE municipality = ?1", municipality.value);
    if (!head) {
        return std::unexpected(head.error());
    }
    positions.head = *head;
    for (std::size_t kind = 0; kind < engine::event_kind_count; ++kind) {
        const auto latest = sequence_found(
            database, "SELECT max(sequence) FROM record WHERE municipality = ?1 AND kind = ?2",
            municipality.value, static_cast<std::int64_t>(kind));
        if (!latest) {
            return std::unexpected(latest.error());
        }
        positions.heads.at(kind) = *latest;
    }
    return positions;
}

/// Walks from the head downwards: each record of a kind has to be the one that the newer one of its
/// kind calls its previous, and the newest the one that the index by kind knows.
Result<void> check_tail(Database& database, const MunicipalityCode& municipality,
                        const RecordPositions& positions) {
    auto expected = positions.heads;
    Sequence expected_sequence = positions.head;
    const auto wrong = [&](const std::string& what) {
        return std::unexpected(damaged(
            database.file(), fmt::format("municipality {}, record {}: {}", municipality.value,
                                         expected_sequence.value, what)));
    };
    auto query = database.query("SELECT sequence, previous, cause, kind FROM record "
                                "WHERE municipality = ?1 ORDER BY sequence DESC LIMIT ?2");
    return query.bind(municipality.value, checked_records)
        .for_each_row([&](const Query& row) -> Result<void> {
            const Sequence sequence = sequence_in(row, 0);
            const Sequence previous = sequence_in(row, 1);
            const Sequence cause = sequence_in(row, 2);
            const std::int64_t kind = row.integer(3);
            if (sequence != expected_sequence) {
                return wrong("it is missing");
            }
            if (kind < 0 || kind >= static_cast<std::int64_t>(engine::event_kind_count)) {
                return wrong("its kind is not known");
            }
            if (cause.value == 0 || cause > sequence || previous >= sequence) {
                return wrong("its cause or its previous is not before it");
            }
            Sequence& of_kind = expected.at(static_cast<std::size_t>(kind));
            if (of_kind != sequence) {
                return wrong("the chain of its kind does not lead to it");
            }
            of_kind = previous;
            --expected_sequence.value;
            return {};
        });
}

Result<void> check_snapshots(Database& database,
                             const std::map<MunicipalityCode, RecordPositions>& known) {
    auto query = database.query("SELECT municipality, sequence FROM snapshot");
    return query.for_each_row([&](const Query& row) -> Result<void> {
        const MunicipalityCode municipality{row.bytes(0)};
        const auto found = known.find(municipality);
        const Sequence head = found == known.end() ? Sequence{0} : found->second.head;
        if (const Sequence sequence = sequence_in(row, 1); sequence > head) {
            return std::unexpected(damaged(
                database.file(), fmt::format("municipality {} ends at record {}, its snapshot "
                                             "is of record {}",
                                             municipality.value, head.value, sequence.value)));
        }
        return {};
    });
}

} // namespace

Result<std::map<MunicipalityCode, RecordPositions>> load_record_positions(Database& database) {
    const auto codes = municipalities(database);
    if (!codes) {
        return std::unexpected(codes.error());
    }
    std::map<MunicipalityCode, RecordPositions> all;
    for (const MunicipalityCode& municipality : *codes) {
        auto positions = read_positions(database, municipality);
        if (!positions) {
            return std::unexpected(std::move(positions.error()));
        }
        if (auto sound = check_tail(database, municipality, *positions); !sound) {
            return std::unexpected(std::move(sound.error()));
        }
        all.emplace(municipality, *positions);
    }
    if (auto sound = check_snapshots(database, all); !sound) {
        return std::unexpected(std::move(sound.error()));
    }
    return all;
}

} // namespace klik::journal
