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
constexpr std::int64_t keys_for_one = 4;

std::string select(std::string_view which) {
    return fmt::format("SELECT {} FROM record WHERE {}", columns, which);
}

} // namespace

RecordTable::RecordTable(Database& database, std::map<MunicipalityCode, RecordPositions> positions)
    : database_(database), pending_(database), eras_(database), find_(select("key = ?1")),
      walk_by_kind_(select("key > ?1 AND key <= ?2 AND (1 << kind) & ?4 ORDER BY key LIMIT ?3")),
      walk_by_task_(select("key > ?1 AND key <= ?2 AND task = ?4 ORDER BY key LIMIT ?3")),
      positions_(std::move(positions)) {}

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
    const std::int64_t key = RecordKeys{municipality}.of(record.sequence);
    head_of_kind = record.sequence;
    next.head = record.sequence;
    before_batch_.try_emplace(municipality, before);
    positions_.insert_or_assign(municipality, next);
    if (auto added = pending_.add(key, record); !added) {
        return added;
    }
    if ((key + 1) % keys_of_an_era != 0) {
        return {};
    }
    if (auto written = pending_.write(); !written) {
        return written;
    }
    return eras_.add({key - keys_of_an_era, key});
}

void RecordTable::forget_batch() {
    pending_.forget();
    for (const auto& [municipality, before] : before_batch_) {
        positions_.insert_or_assign(municipality, before);
    }
    before_batch_.clear();
}

Result<void> RecordTable::read_rows(Query& query, Records& records) const {
    return query.for_each_row([&](const Query& row) -> Result<void> {
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
}

Result<void> RecordTable::walk(const KeyRange& keys, KindMask kinds, std::size_t limit,
                               Records& records) {
    auto query = database_.query(walk_by_kind_);
    query.bind(keys.after, keys.last, stored_limit(limit), static_cast<std::int64_t>(kinds));
    return read_rows(query, records);
}

template <class Wanted>
Result<void> RecordTable::read_found(const FoundInEras& found, const Wanted& wanted,
                                     Records& records) {
    for (const std::int64_t key : found.keys) {
        const auto before = records.size();
        auto query = database_.query(find_);
        query.bind(key);
        if (auto read = read_rows(query, records); !read) {
            return read;
        }
        if (records.size() == before || !wanted(records.back())) {
            return std::unexpected(
                damaged(database_.file(),
                        fmt::format("municipality {}: record {} is not what table era says",
                                    municipality_of_key(key).value, sequence_of_key(key).value)));
        }
    }
    return {};
}

Result<void> RecordTable::read_sparse(const KeyRange& keys, KindMask kinds, std::size_t limit,
                                      Records& records) {
    const auto found = eras_.find(keys, kinds, limit);
    if (!found) {
        return std::unexpected(found.error());
    }
    const auto wanted = [kinds](const codec::Record& record) {
        return (mask_of(record.kind) & kinds) != 0;
    };
    if (auto read = read_found(*found, wanted, records); !read) {
        return read;
    }
    return walk({found->until, keys.last}, kinds, limit - found->keys.size(), records);
}

Result<void> RecordTable::read_published(KeyRange keys, KindMask kinds, std::size_t limit,
                                         Records& records) {
    for (bool dense = true; dense && records.size() < limit;) {
        const auto before = std::ssize(records);
        const KeyRange next{keys.after, std::min(keys.after + keys_of_a_walk, keys.last)};
        if (auto read = walk(next, kinds, limit - records.size(), records); !read) {
            return read;
        }
        dense = (std::ssize(records) - before) * keys_for_one >= keys_of_a_walk;
        keys.after = next.last;
    }
    return records.size() < limit ? read_sparse(keys, kinds, limit - records.size(), records)
                                  : Result<void>{};
}

Result<std::vector<codec::Record>> RecordTable::read(const MunicipalityCode& municipality,
                                                     Sequence after, KindMask kinds,
                                                     std::size_t limit) {
    const KindMask wanted = kinds & all_records;
    if (wanted == 0) {
        return {};
    }
    const RecordKeys keys{municipality};
    const KeyRange range{keys.of(after), keys.last()};
    const bool internal = (wanted & mask_of(engine::EventKind::internal)) != 0;
    Records records;
    records.reserve(std::min(limit, static_cast<std::size_t>(keys_of_a_walk)));
    if (auto read = internal ? walk(range, wanted, limit, records)
                             : read_published(range, wanted, limit, records);
        !read) {
        return std::unexpected(std::move(read.error()));
    }
    return records;
}

Result<std::vector<codec::Record>> RecordTable::history(const MunicipalityCode& municipality,
                                                        domain::TaskNumber task, Sequence after,
                                                        std::size_t limit) {
    if (task.value == 0) {
        return {}; // no task has it, and in table `era` it says so
    }
    const RecordKeys keys{municipality};
    const auto found = eras_.find({keys.of(after), keys.last()}, task, limit);
    if (!found) {
        return std::unexpected(found.error());
    }
    const auto wanted = [task](const codec::Record& record) { return record.task == task; };
    Records records;
    if (auto read = read_found(*found, wanted, records); !read) {
        return std::unexpected(std::move(read.error()));
    }
    auto query = database_.query(walk_by_task_);
    query.bind(found->until, keys.last(), stored_limit(limit - records.size()), task.value);
    if (auto read = read_rows(query, records); !read) {
        return std::unexpected(std::move(read.error()));
    }
    return records;
}

Result<std::optional<codec::Record>> RecordTable::find(const MunicipalityCode& municipality,
                                                       Sequence sequence) {
    auto query = database_.query(find_);
    query.bind(RecordKeys{municipality}.of(sequence));
    Records records;
    if (auto read = read_rows(query, records); !read) {
        return std::unexpected(std::move(read.error()));
    }
    return records.empty() ? std::nullopt : std::optional(std::move(records.front()));
}

} // namespace klik::journal
