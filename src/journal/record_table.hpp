#pragma once

#include "codec/record.hpp"
#include "journal/journal.hpp"
#include "journal/record_keys.hpp"
#include "journal/record_positions.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::journal {

/// A sequence as SQLite keeps it. What lies above 2^63-1 lies above every record all the same.
[[nodiscard]] std::int64_t stored(Sequence sequence);

/// The log itself: table `record`, and in memory where each municipality's records begin and end.
class RecordTable {
  public:
    RecordTable(Database& database, std::map<MunicipalityCode, RecordPositions> positions);

    /// Throws `std::logic_error` where `sequence`, `previous` or `cause` breaks the order of the
    /// log.
    [[nodiscard]] Result<void> append(const MunicipalityCode& municipality,
                                      const codec::Record& record);
    void keep_batch() { before_batch_.clear(); }
    void forget_batch();

    [[nodiscard]] Result<std::vector<codec::Record>>
    read(const MunicipalityCode& municipality, Sequence after, KindMask kinds, std::size_t limit);
    [[nodiscard]] Result<std::vector<codec::Record>> history(const MunicipalityCode& municipality,
                                                             domain::TaskNumber task,
                                                             Sequence after, std::size_t limit);
    [[nodiscard]] Result<std::optional<codec::Record>> find(const MunicipalityCode& municipality,
                                                            Sequence sequence);
    /// Those that have records, by code.
    [[nodiscard]] std::vector<MunicipalityCode> municipalities() const;
    [[nodiscard]] RecordPositions positions(const MunicipalityCode& municipality) const;

  private:
    [[nodiscard]] Result<std::vector<codec::Record>> records_of(Query& query) const;
    /// By keys, above `after` and up to `last`.
    [[nodiscard]] Result<std::vector<codec::Record>> read_between(const std::string& statement,
                                                                  std::int64_t after,
                                                                  std::int64_t last,
                                                                  std::size_t limit);

    Database& database_;
    std::map<MunicipalityCode, RecordPositions> positions_;
    std::map<MunicipalityCode, RecordPositions> before_batch_; ///< of those the open batch touched
};

} // namespace klik::journal
