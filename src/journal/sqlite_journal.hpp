#pragma once

#include "journal/background_checkpoint.hpp"
#include "journal/cursor_table.hpp"
#include "journal/input_table.hpp"
#include "journal/journal.hpp"
#include "journal/journal_folder.hpp"
#include "journal/people_table.hpp"
#include "journal/quarantine_table.hpp"
#include "journal/record_table.hpp"
#include "journal/snapshot_table.hpp"
#include "journal/sqlite_database.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace klik::journal {

/// The journal as one SQLite file, docs/journal.md.
class SqliteJournal final : public Journal {
  public:
    SqliteJournal(JournalFolder folder, std::unique_ptr<Database> database, std::string epoch,
                  std::map<MunicipalityCode, RecordPositions> positions);
    /// For reading alone: there is no right to the folder, and nothing is ever written.
    SqliteJournal(std::unique_ptr<Database> database, std::string epoch,
                  std::map<MunicipalityCode, RecordPositions> positions);

    [[nodiscard]] const std::string& epoch() const override { return epoch_; }
    [[nodiscard]] std::optional<domain::Problem> refusal() const override;

    [[nodiscard]] Result<void> append(const MunicipalityCode& municipality,
                                      const codec::Record& record) override;
    [[nodiscard]] Result<void> commit() override;
    void rollback() override;
    void hurry() override;
    [[nodiscard]] Result<void> checkpoint_beside_writing() override;

    [[nodiscard]] Result<std::vector<codec::Record>> read(const MunicipalityCode& municipality,
                                                          Sequence after, KindMask kinds,
                                                          std::size_t limit) override;
    [[nodiscard]] Result<std::vector<codec::Record>> history(const MunicipalityCode& municipality,
                                                             domain::TaskNumber task,
                                                             Sequence after,
                                                             std::size_t limit) override;
    [[nodiscard]] Result<std::optional<codec::Record>> find(const MunicipalityCode& municipality,
                                                            Sequence sequence) override;
    [[nodiscard]] Sequence head(const MunicipalityCode& municipality) override;
    [[nodiscard]] std::vector<MunicipalityCode> municipalities() override;
    [[nodiscard]] Sequence first(const MunicipalityCode& municipality) override;

    [[nodiscard]] Result<std::optional<Sequence>> find_input(const MunicipalityCode& municipality,
                                                             std::string_view source,
                                                             std::string_view id) override;
    [[nodiscard]] Result<void> remember_input(const MunicipalityCode& municipality,
                                              std::string_view source, std::string_view id,
                                              Sequence sequence) override;

    [[nodiscard]] Result<std::optional<Cursor>> cursor(const MunicipalityCode& municipality,
                                                       std::string_view name) override;
    [[nodiscard]] Result<void> store_cursor(const MunicipalityCode& municipality,
                                            std::string_view name, const Cursor& cursor) override;
    [[nodiscard]] Result<std::vector<NamedCursor>>
    cursors(const MunicipalityCode& municipality) override;
    [[nodiscard]] Result<std::size_t> count_cursors(const MunicipalityCode& municipality,
                                                    std::string_view owner) override;

    [[nodiscard]] Result<PersonId> person_id_for(const MunicipalityCode& municipality,
                                                 std::string_view name) override;
    [[nodiscard]] Result<std::optional<PersonId>> find_person(const MunicipalityCode& municipality,
                                                              std::string_view name) override;
    [[nodiscard]] Result<std::optional<Person>> person(const MunicipalityCode& municipality,
                                                       const PersonId& id) override;
    [[nodiscard]] Result<std::vector<Person>> people(const MunicipalityCode& municipality) override;
    [[nodiscard]] Result<bool> keep_person(const MunicipalityCode& municipality, const PersonId& id,
                                           const PersonNews& news) override;
    [[nodiscard]] Result<std::vector<PersonId>> erase_person(const MunicipalityCode& municipality,
                                                             const PersonId& id) override;
    [[nodiscard]] bool erasure_pending() const override { return log_shows_names_; }

    [[nodiscard]] Result<std::optional<KeptMessage>>
    quarantine(const MunicipalityCode& municipality, const codec::QuarantinedMessage& message,
               const QuarantineLimits& limits) override;
    [[nodiscard]] Result<std::vector<codec::QuarantinedMessage>>
    quarantined(const MunicipalityCode& municipality, std::uint64_t after,
                std::size_t limit) override;
    [[nodiscard]] Result<std::optional<codec::QuarantinedMessage>>
    find_quarantined(const MunicipalityCode& municipality, std::uint64_t number) override;
    [[nodiscard]] Result<std::vector<std::uint64_t>>
    quarantined_before(const MunicipalityCode& municipality, domain::UtcTime time,
                       std::size_t limit) override;
    [[nodiscard]] Result<bool> remove_quarantined(const MunicipalityCode& municipality,
                                                  std::uint64_t number) override;
    [[nodiscard]] Result<QuarantineTotals>
    quarantine_totals(const MunicipalityCode& municipality) override;

    [[nodiscard]] Result<std::optional<StoredSnapshot>>
    latest_snapshot(const MunicipalityCode& municipality) override;
    [[nodiscard]] Result<void> store_snapshot(const MunicipalityCode& municipality,
                                              const StoredSnapshot& snapshot) override;

  private:
    /// Runs `statement` in the open batch, which it begins where there is none.
    template <class Statement>
    [[nodiscard]] auto write(Statement statement) -> decltype(statement());
    /// Runs `question` on a log that has all of the open batch.
    template <class Question>
    [[nodiscard]] auto ask_log(Question question) -> decltype(question());
    [[nodiscard]] Result<void> may_write();
    [[nodiscard]] Result<void> begin();
    /// Ends the batch and all further writing.
    std::unexpected<domain::Problem> refuse(const domain::Problem& problem);
    /// Moves the log's pages into the file when it is time. The last batch is safe whatever comes
    /// of it; a disk that fails here ends the next ones.
    void checkpoint();
    void checkpoint_in_background(int log_pages);
    /// False when another connection's reading was in the way, or the disk failed.
    bool checkpoint(CheckpointMode mode);

    // The lock is given back last.
    std::optional<JournalFolder> folder_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<BackgroundCheckpoint> background_; ///< where it was asked for
    int moved_pages_ = 0;                              ///< of the log, when it last began
    bool to_restart_ = false; ///< the log, once the background has moved what is in it
    std::string epoch_;
    RecordTable records_;
    InputTable inputs_;
    CursorTable cursors_;
    PeopleTable people_;
    QuarantineTable quarantine_;
    SnapshotTable snapshots_;
    std::optional<domain::Problem> refusal_; ///< why writing has ended
    bool erasing_ = false;                   ///< the open batch erases a name
    bool readdressing_ = false;              ///< the open batch changes an address that was known
    bool dropping_ = false; ///< the open batch removes a message, which may name people
    /// The write-ahead log may hold a name that was erased; after a crash nobody knows.
    bool log_shows_names_ = true;
};

} // namespace klik::journal
