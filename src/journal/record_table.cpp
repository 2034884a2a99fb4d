#include "journal/record_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <stdexcept>

namespace klik::journal {

namespace {

constexpr auto largest = std::numeric_limits<std::int64_t>::max();

std::int64_t stored_limit(std::size_t limit) {
    return static_cast<std::int64_t>(std::min(limit, static_cast<std::size_t>(largest)));
}

Sequence sequence_of(std::int64_t value) {
    return Sequence{static_cast<std::uint64_t>(value)};
}

constexpr std::string_view columns =
    "key, previous, cause, utc_ms, local_ms, kind, type, subject, task, data";

/// So much of the log is walked at once, as long as one in so many of its records is wanted.
constexpr std::int64_t keys_of_a_walk = 512;
constexpr std::int64_t dense = 4;

constexpr std::string_view between = "key > ?1 AND key <= ?2";
constexpr std::string_view in_order = " ORDER BY key LIMIT ?3";

std::string walk_statement(KindMask kinds) {
    return fmt::format("SELECT {} FROM record WHERE {} AND (1 << kind) & {}{}", columns, between,
                       kinds, in_order);
}

/// Merged of one branch per kind, each in order on the index by kind, so that SQLite stops at the
/// limit, and a rare kind is found without a walk over all the others.
std::string index_statement(KindMask kinds) {
    std::string branches;
    for (std::size_t kind = 0; kind < engine::event_kind_count; ++kind) {
        if ((kinds & mask_of(static_cast<engine::EventKind>(kind))) != 0) {
            branches += fmt::format("{}SELECT {} FROM record INDEXED BY record_by_kind "
                                    "WHERE kind = {} AND kind <> 0 AND {}",
                                    branches.empty() ? "" : " UNION ALL ", columns, kind, between);
        }
    }
    return branches.append(in_order);
}

std::optional<std::int64_t> stored(std::optional<domain::TaskNumber> task) {
    return task ? std::optional(task->value) : std::nullopt;
}

} // namespace

std::int64_t stored(Sequence sequence) {
    return static_cast<std::int64_t>(std::min(sequence.value, static_cast<std::uint64_t>(largest)));
}

RecordTable::RecordTable(Database& database, std::map<MunicipalityCode, RecordPositions> positions)
    : database_(database), positions_(std::move(positions)) {}

RecordPositions RecordTable::positions(const MunicipalityCode& municipality) const {
    const auto found = positions_.find(municipality);
    return found == positions_.end() ? RecordPositions{} : found->second;
}

std::vector<MunicipalityCode> RecordTable::municipalities() const {
    std::vector<MunicipalityCode> codes;
    for (const auto& [municipality, positions] : positions_) {
        if (positions.head.value != 0) {
            codes.push_back(municipality);
        }
    }
    return codes;
}

Result<void> RecordTable::append(const MunicipalityCode& municipality,
                                 const codec::Record& record) {
    RecordPositions next = positions(municipality);
    const RecordPositions before = next;
    Sequence& head_of_kind = next.heads.at(static_cast<std::size_t>(record.kind));
    if (record.sequence.value != next.head.value + 1 || record.previous != head_of_kind ||
        record.cause.value == 0 || record.cause > record.sequence) {
        throw std::logic_error(fmt::format("municipality {}: record {} (previous {}, cause {}) "
                                           "does not follow head {}, {} of its kind",
                                           municipality.value, record.sequence.value,
                                           record.previous.value, record.cause.value,
                                           next.head.value, head_of_kind.value));
    }
    auto insert = database_.query(
        "INSERT INTO record (key, previous, cause, utc_ms, local_ms, kind, type, subject, task, "
        "data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    auto inserted = insert
                        .bind(RecordKeys{municipality}.of(record.sequence), stored(record.previous),
                              stored(record.cause), record.at.utc.time_since_epoch().count(),
                              record.at.local.time_since_epoch().count(),
                              static_cast<std::int64_t>(record.kind), record.type, record.subject,
                              stored(record.task), Blob{record.data})
                        .run();
    if (!inserted) {
        return inserted;
    }
    head_of_kind = record.sequence;
    next.head = record.sequence;
    before_batch_.try_emplace(municipality, before);
    positions_.insert_or_assign(municipality, next);
    return {};
}

void RecordTable::forget_batch() {
    for (const auto& [municipality, before] : before_batch_) {
        positions_.insert_or_assign(municipality, before);
    }
    before_batch_.clear();
}

Result<std::vector<codec::Record>> RecordTable::records_of(Query& query) const {
    std::vector<codec::Record> records;
    auto read = query.for_each_row([&](const Query& row) -> Result<void> {
        const std::int64_t kind = row.integer(5);
        if (kind < 0 || kind >= static_cast<std::int64_t>(engine::event_kind_count)) {
            return std::unexpected(damaged(
                database_.file(), fmt::format("record {} has kind {}", row.integer(0), kind)));
        }
        records.push_back({.sequence = sequence_of_key(row.integer(0)),
                           .previous = sequence_of(row.integer(1)),
                           .cause = sequence_of(row.integer(2)),
                           .at = {domain::UtcTime(std::chrono::milliseconds(row.integer(3))),
                                  domain::LocalTime(std::chrono::milliseconds(row.integer(4)))},
                           .kind = static_cast<engine::EventKind>(kind),
                           .type = row.bytes(6),
                           .subject = row.bytes(7),
                           .task = row.is_null(8)
                                       ? std::nullopt
                                       : std::optional(domain::TaskNumber{row.integer(8)}),
                           .data = row.bytes(9)});
        return {};
    });
    if (!read) {
        return std::unexpected(std::move(read.error()));
    }
    return records;
}

Result<std::vector<codec::Record>> RecordTable::read_between(const std::string& statement,
                                                             std::int64_t after, std::int64_t last,
                                                             std::size_t limit) {
    auto query = database_.query(statement);
    query.bind(after, last, stored_limit(limit));
    return records_of(query);
}

// The index costs a search for each record: where wanted records lie close together, which they do
// in most of the log, a walk over all of them is quicker.
Result<std::vector<codec::Record>> RecordTable::read(const MunicipalityCode& municipality,
                                                     Sequence after, KindMask kinds,
                                                     std::size_t limit) {
    const KindMask wanted = kinds & all_records;
    if (wanted == 0) {
        return {};
    }
    const RecordKeys keys{municipality};
    std::int64_t read = keys.of(after);
    const std::string walk = walk_statement(wanted);
    if ((wanted & mask_of(engine::EventKind::internal)) != 0) { // which is nowhere rare
        return read_between(walk, read, keys.last(), limit);
    }
    std::vector<codec::Record> records;
    bool goes_on = true;
    while (goes_on && records.size() < limit) {
        const std::int64_t last = std::min(read + keys_of_a_walk, keys.last());
        auto found = read_between(walk, read, last, limit - records.size());
        if (!found) {
            return found;
        }
        goes_on = std::ssize(*found) * dense >= keys_of_a_walk;
        read = last;
        std::ranges::move(*found, std::back_inserter(records));
    }
    if (records.size() < limit) {
        auto found =
            read_between(index_statement(wanted), read, keys.last(), limit - records.size());
        if (!found) {
            return found;
        }
        std::ranges::move(*found, std::back_inserter(records));
    }
    return records;
}

Result<std::vector<codec::Record>> RecordTable::history(const MunicipalityCode& municipality,
                                                        domain::TaskNumber task, Sequence after,
                                                        std::size_t limit) {
    const RecordKeys keys{municipality};
    const std::int64_t last = keys.of(positions(municipality).head);
    const std::string statement =
        fmt::format("SELECT {} FROM record INDEXED BY record_by_task WHERE key / {} = ?1 "
                    "AND task = ?2 AND key > ?3 ORDER BY key LIMIT ?4",
                    columns, keys_of_an_era);
    std::vector<codec::Record> records;
    for (std::int64_t era = keys.of(after) / keys_of_an_era;
         era <= last / keys_of_an_era && records.size() < limit; ++era) {
        auto query = database_.query(statement);
        query.bind(era, task.value, keys.of(after), stored_limit(limit - records.size()));
        auto found = records_of(query);
        if (!found) {
            return found;
        }
        std::ranges::move(*found, std::back_inserter(records));
    }
    return records;
}

Result<std::optional<codec::Record>> RecordTable::find(const MunicipalityCode& municipality,
                                                       Sequence sequence) {
    auto query = database_.query(fmt::format("SELECT {} FROM record WHERE key = ?1", columns));
    query.bind(RecordKeys{municipality}.of(sequence));
    auto records = records_of(query);
    if (!records) {
        return std::unexpected(std::move(records.error()));
    }
    return records->empty() ? std::nullopt : std::optional(std::move(records->front()));
}

} // namespace klik::journal
