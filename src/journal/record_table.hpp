#pragma once

#include "codec/record.hpp"
#include "journal/era_table.hpp"
#include "journal/journal.hpp"
#include "journal/pending_records.hpp"
#include "journal/record_keys.hpp"
#include "journal/record_positions.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::journal {

/// The log itself: tables `record` and `era`, and in memory where each municipality's records begin
/// and end.
class RecordTable {
  public:
    RecordTable(Database& database, std::map<MunicipalityCode, RecordPositions> positions);

    /// Throws `std::logic_error` where `sequence`, `previous` or `cause` breaks the order of the
    /// log.
    [[nodiscard]] Result<void> append(const MunicipalityCode& municipality,
                                      const codec::Record& record);
    /// Before a commit, and before the log is read: what was appended may wait to be written.
    [[nodiscard]] Result<void> write_pending() { return pending_.write(); }
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
    using Records = std::vector<codec::Record>;
    [[nodiscard]] Result<void> read_rows(Query& query, Records& records) const;
    /// Those of the kinds, in a walk over all of them.
    [[nodiscard]] Result<void> walk(const KeyRange& keys, KindMask kinds, std::size_t limit,
                                    Records& records);
    /// One by one, as the eras say.
    template <class Wanted>
    [[nodiscard]] Result<void> read_found(const FoundInEras& found, const Wanted& wanted,
                                          Records& records);
    /// To look up a record costs as much as a walk over some: where wanted ones lie close together,
    /// which they do in most of the log, a walk over all of them is quicker.
    [[nodiscard]] Result<void> read_published(KeyRange keys, KindMask kinds, std::size_t limit,
                                              Records& records);
    [[nodiscard]] Result<void> read_sparse(const KeyRange& keys, KindMask kinds, std::size_t limit,
                                           Records& records);

    Database& database_;
    PendingRecords pending_;
    EraTable eras_;
    Statement find_;
    Statement walk_by_kind_;
    Statement walk_by_task_;
    std::map<MunicipalityCode, RecordPositions> positions_;
    std::map<MunicipalityCode, RecordPositions> before_batch_; ///< of those the open batch touched
};

} // namespace klik::journal
