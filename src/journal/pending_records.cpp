#include "journal/pending_records.hpp"

#include "journal/record_keys.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace klik::journal {

namespace {

using domain::Result;

constexpr int columns_of_a_row = 10;

std::string insert_of(std::size_t rows) {
    std::string sql = "INSERT INTO record (key, previous, cause, utc_ms, local_ms, kind, type, "
                      "subject, task, data) VALUES ";
    for (std::size_t row = 0; row < rows; ++row) {
        sql += row == 0 ? "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    }
    return sql;
}

std::optional<std::int64_t> number_of(std::optional<domain::TaskNumber> task) {
    return task ? std::optional(task->value) : std::nullopt;
}

void bind_row(Query& insert, int place, std::int64_t key, const codec::Record& record) {
    insert.bind_behind(place * columns_of_a_row, key, stored(record.previous), stored(record.cause),
                       record.at.utc.time_since_epoch().count(),
                       record.at.local.time_since_epoch().count(),
                       static_cast<std::int64_t>(record.kind), record.type, record.subject,
                       number_of(record.task), Blob{record.data});
}

} // namespace

PendingRecords::PendingRecords(Database& database)
    : database_{database}, insert_one_{insert_of(1)}, insert_full_{insert_of(rows_of_a_statement)} {
}

Result<void> PendingRecords::add(std::int64_t key, const codec::Record& record) {
    Row& row = rows_.at(count_);
    row.key = key;
    row.record = record;
    ++count_;
    return count_ == rows_.size() ? write_full() : Result<void>{};
}

Result<void> PendingRecords::write_full() {
    auto insert = database_.query(insert_full_);
    for (int place = 0; const Row& row : rows_) {
        bind_row(insert, place, row.key, row.record);
        ++place;
    }
    count_ = 0;
    return insert.run();
}

Result<void> PendingRecords::write() {
    const std::size_t count = std::exchange(count_, 0);
    for (std::size_t place = 0; place < count; ++place) {
        const Row& row = rows_.at(place);
        auto insert = database_.query(insert_one_);
        bind_row(insert, 0, row.key, row.record);
        if (auto inserted = insert.run(); !inserted) {
            return inserted;
        }
    }
    return {};
}

} // namespace klik::journal
