#include "journal/record_positions.hpp"

#include "journal/era_table.hpp"
#include "journal/record_keys.hpp"

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
        "WITH RECURSIVE found(code) AS (SELECT min(key) / ?1 FROM record UNION ALL "
        "SELECT (SELECT min(key) / ?1 FROM record WHERE key >= (code + 1) * ?1) FROM found "
        "WHERE code IS NOT NULL) SELECT code * ?1 FROM found WHERE code IS NOT NULL");
    query.bind(keys_of_a_municipality);
    std::vector<MunicipalityCode> codes;
    auto read = query.for_each_row([&](const Query& row) -> Result<void> {
        const auto code = municipality_of_key(row.integer(0));
        if (!domain::municipality_code(code.value)) {
            return std::unexpected(damaged(
                database.file(), fmt::format("{} is the key of no record", row.integer(0))));
        }
        codes.push_back(code);
        return {};
    });
    if (!read) {
        return std::unexpected(std::move(read.error()));
    }
    return codes;
}

/// The one key that a query finds among the municipality's, as its sequence; 0 for none.
Result<Sequence> sequence_found(Database& database, std::string_view sql, const RecordKeys& keys) {
    auto query = database.query(sql);
    if (const auto row = query.bind(keys.before_first(), keys.last()).step(); !row) {
        return std::unexpected(row.error());
    }
    return sequence_of_key(query.integer(0));
}

/// The latest of each kind: of the records behind the last full era, and of the full ones.
Result<void> read_heads(Database& database, const RecordKeys& keys, RecordPositions& positions) {
    const std::int64_t last_full = (keys.of(positions.head) + 1) / keys_of_an_era - 1;
    auto heads = EraTable{database}.latest_of_kinds(keys, last_full);
    if (!heads) {
        return std::unexpected(std::move(heads.error()));
    }
    positions.heads = *heads;
    auto query = database.query("SELECT key, kind FROM record WHERE key > ?1 AND key <= ?2 "
                                "ORDER BY key");
    const std::int64_t before_open = (last_full + 1) * keys_of_an_era - 1;
    return query.bind(before_open, keys.last()).for_each_row([&](const Query& row) -> Result<void> {
        const auto kind = static_cast<std::size_t>(row.integer(1));
        if (kind < positions.heads.size()) { // else the end of the log is looked at next
            positions.heads.at(kind) = sequence_of_key(row.integer(0));
        }
        return {};
    });
}

Result<RecordPositions> read_positions(Database& database, const MunicipalityCode& municipality) {
    const RecordKeys keys{municipality};
    RecordPositions positions;
    const auto first =
        sequence_found(database, "SELECT min(key) FROM record WHERE key > ?1 AND key <= ?2", keys);
    if (!first) {
        return std::unexpected(first.error());
    }
    positions.first = *first;
    const auto head =
        sequence_found(database, "SELECT max(key) FROM record WHERE key > ?1 AND key <= ?2", keys);
    if (!head) {
        return std::unexpected(head.error());
    }
    positions.head = *head;
    if (auto read = read_heads(database, keys, positions); !read) {
        return std::unexpected(std::move(read.error()));
    }
    return positions;
}

/// Walks from the head downwards: each record of a kind has to be the one that the newer one of its
/// kind calls its previous, and the newest the latest that was found.
Result<void> check_tail(Database& database, const MunicipalityCode& municipality,
                        const RecordPositions& positions) {
    auto expected = positions.heads;
    Sequence expected_sequence = positions.head;
    const auto wrong = [&](const std::string& what) {
        return std::unexpected(damaged(
            database.file(), fmt::format("municipality {}, record {}: {}", municipality.value,
                                         expected_sequence.value, what)));
    };
    const RecordKeys keys{municipality};
    auto query = database.query("SELECT key, previous, cause, kind FROM record "
                                "WHERE key > ?1 AND key <= ?2 ORDER BY key DESC LIMIT ?3");
    return query.bind(keys.before_first(), keys.last(), checked_records)
        .for_each_row([&](const Query& row) -> Result<void> {
            const Sequence sequence = sequence_of_key(row.integer(0));
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
