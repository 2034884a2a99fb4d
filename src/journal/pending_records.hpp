#pragma once

#include "codec/record.hpp"
#include "journal/sqlite_database.hpp"

#include <array>
#include <cstdint>

namespace klik::journal {

/// Records of the open batch that are not in table `record` yet: a statement with many rows costs
/// less than a statement for each.
class PendingRecords {
  public:
    explicit PendingRecords(Database& database);

    /// Writes them where there are as many as a statement takes.
    [[nodiscard]] domain::Result<void> add(std::int64_t key, const codec::Record& record);
    [[nodiscard]] domain::Result<void> write();
    void forget() { count_ = 0; }

  private:
    struct Row {
        std::int64_t key = 0;
        codec::Record record; ///< used again, so that its bytes need no new memory
    };
    static constexpr std::size_t rows_of_a_statement = 32;

    [[nodiscard]] domain::Result<void> write_full();

    Database& database_;
    Statement insert_one_;
    Statement insert_full_;
    std::array<Row, rows_of_a_statement> rows_;
    std::size_t count_ = 0;
};

} // namespace klik::journal
