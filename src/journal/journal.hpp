#pragma once

#include "codec/quarantined_message.hpp"
#include "codec/record.hpp"
#include "domain/problem.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::journal {

using domain::MunicipalityCode;
using domain::PersonId;
using domain::Result;
using domain::Sequence;

/// Kinds a reader wants, as bits of `1 << EventKind`.
using KindMask = std::uint32_t;
inline constexpr KindMask all_published = 0b11110;
inline constexpr KindMask all_records = 0b11111;
[[nodiscard]] constexpr KindMask mask_of(engine::EventKind kind) {
    return KindMask{1} << static_cast<unsigned>(kind);
}

/// What is empty is not known, or was erased.
struct Person {
    PersonId id;
    std::string name;
    std::string email{};
    std::string language{}; ///< such as `da`
    friend bool operator==(const Person&, const Person&) = default;
};

/// What is told of a person; what is not told stays as it was, and "" takes it away.
struct PersonNews {
    std::string name{}; ///< empty: not told
    std::optional<std::string> email{};
    std::optional<std::string> language{};
};

/// SQLite holds no value above 10^9 bytes.
inline constexpr std::size_t most_snapshot_bytes = 900'000'000;

/// How far a durable stream has acknowledged.
struct Cursor {
    Sequence sequence;
    std::string owner; ///< name of the key that first opened the stream
    friend bool operator==(const Cursor&, const Cursor&) = default;
};

/// The same by the stream's durable name.
struct NamedCursor {
    std::string name;
    Sequence sequence;
    friend bool operator==(const NamedCursor&, const NamedCursor&) = default;
};

struct StoredSnapshot {
    Sequence sequence; ///< the state is that after this record
    std::string state; ///< codec::encode_snapshot
};

/// How much of a municipality's refused messages is kept, and for how long.
struct QuarantineLimits {
    std::uint64_t messages = 10'000;
    std::uint64_t bytes = std::uint64_t{64} << 20U; ///< of topics and payloads
    std::chrono::days age{30};
    friend bool operator==(const QuarantineLimits&, const QuarantineLimits&) = default;
};

struct QuarantineTotals {
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0; ///< of topics and payloads
    friend bool operator==(const QuarantineTotals&, const QuarantineTotals&) = default;
};

/// Under which number a refused message is kept.
struct KeptMessage {
    std::uint64_t number = 0;
    bool again = false; ///< the same bytes were kept already, and were counted
    friend bool operator==(const KeptMessage&, const KeptMessage&) = default;
};

/// The one ordered log, docs/journal.md. Not thread-safe: one thread owns it.
///
/// Everything written belongs to the open batch until `commit`, is seen by this object's own reads
/// at once, and is gone after `rollback` or a crash. After a failed write or commit the batch is
/// rolled back and the journal refuses further writes with `read_only`; reads go on.
class Journal {
  public:
    virtual ~Journal() = default;
    Journal() = default;
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    [[nodiscard]] virtual const std::string& epoch() const = 0;
    /// Why writing has ended; nothing while it goes on. It may end with a commit that was itself
    /// durable.
    [[nodiscard]] virtual std::optional<domain::Problem> refusal() const = 0;
    [[nodiscard]] bool read_only() const { return refusal().has_value(); }

    /// `record.sequence` is the municipality's head plus one, `previous` the latest of its kind,
    /// `cause` not after it; anything else is a broken invariant and throws `std::logic_error`.
    /// It may be written with later ones, at the latest by a read of the log or the commit, and
    /// what goes wrong is told there.
    [[nodiscard]] virtual Result<void> append(const MunicipalityCode& municipality,
                                              const codec::Record& record) = 0;
    /// Makes the batch durable: when it returns without a problem, the data is on disk.
    [[nodiscard]] virtual Result<void> commit() = 0;
    virtual void rollback() = 0;
    /// The process is about to end: from here on a write hardly waits for another program that
    /// holds the store.
    virtual void hurry() {}
    /// From here on a thread of the store's own does what makes some batches wait long for the
    /// disk. What goes wrong in it ends writing, as `refusal` says.
    [[nodiscard]] virtual Result<void> checkpoint_beside_writing() { return {}; }

    /// Records after `after`, ascending, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<codec::Record>>
    read(const MunicipalityCode& municipality, Sequence after, KindMask kinds,
         std::size_t limit) = 0;
    /// The records that have the task, ascending; a notification has that of its first item.
    [[nodiscard]] virtual Result<std::vector<codec::Record>>
    history(const MunicipalityCode& municipality, domain::TaskNumber task, Sequence after,
            std::size_t limit) = 0;
    [[nodiscard]] virtual Result<std::optional<codec::Record>>
    find(const MunicipalityCode& municipality, Sequence sequence) = 0;
    [[nodiscard]] virtual Sequence head(const MunicipalityCode& municipality) = 0;
    /// Those that have records, by code.
    [[nodiscard]] virtual std::vector<MunicipalityCode> municipalities() = 0;
    /// The oldest record that is kept; 1 while nothing is pruned.
    [[nodiscard]] virtual Sequence first(const MunicipalityCode& municipality) = 0;

    /// The record that an input left, by its identity; for a repeated `put` or request.
    [[nodiscard]] virtual Result<std::optional<Sequence>>
    find_input(const MunicipalityCode& municipality, std::string_view source,
               std::string_view id) = 0;
    [[nodiscard]] virtual Result<void> remember_input(const MunicipalityCode& municipality,
                                                      std::string_view source, std::string_view id,
                                                      Sequence sequence) = 0;

    /// Cursors of durable streams: the last acknowledged sequence by name, and whose it is. Never
    /// moves backwards by a crash further than the last commit.
    [[nodiscard]] virtual Result<std::optional<Cursor>> cursor(const MunicipalityCode& municipality,
                                                               std::string_view name) = 0;
    [[nodiscard]] virtual Result<void> store_cursor(const MunicipalityCode& municipality,
                                                    std::string_view name,
                                                    const Cursor& cursor) = 0;
    /// All of them, by name.
    [[nodiscard]] virtual Result<std::vector<NamedCursor>>
    cursors(const MunicipalityCode& municipality) = 0;
    /// How many names belong to the owner.
    [[nodiscard]] virtual Result<std::size_t> count_cursors(const MunicipalityCode& municipality,
                                                            std::string_view owner) = 0;

    /// The people's side table, apart from the log and erasable. A name is matched without regard
    /// to case.
    [[nodiscard]] virtual Result<PersonId> person_id_for(const MunicipalityCode& municipality,
                                                         std::string_view name) = 0;
    /// The same for a name that is known already; it adds none.
    [[nodiscard]] virtual Result<std::optional<PersonId>>
    find_person(const MunicipalityCode& municipality, std::string_view name) = 0;
    [[nodiscard]] virtual Result<std::optional<Person>> person(const MunicipalityCode& municipality,
                                                               const PersonId& id) = 0;
    [[nodiscard]] virtual Result<std::vector<Person>>
    people(const MunicipalityCode& municipality) = 0;
    /// Keeps it under that id, also one that a platform or a file gave. A name belongs to the id
    /// that was told with it last: from then on it is found under that one. True when an address is
    /// known now that was not.
    [[nodiscard]] virtual Result<bool> keep_person(const MunicipalityCode& municipality,
                                                   const PersonId& id, const PersonNews& news) = 0;
    /// Removes name and address for good, from the file's free pages as well; the id stays. An id
    /// that was made for the same name is erased with it; all of them are returned.
    [[nodiscard]] virtual Result<std::vector<PersonId>>
    erase_person(const MunicipalityCode& municipality, const PersonId& id) = 0;
    /// A name erased by a committed batch may still stand in the store's log because another
    /// program reads the file; it is tried again after every commit.
    [[nodiscard]] virtual bool erasure_pending() const { return false; }

    /// The quarantine, apart from the log: what platforms sent and could not be taken. `message`
    /// comes without a number and gets one that was never given before; bytes that are kept already
    /// are counted. None when it is new and there is no room within `limits`.
    [[nodiscard]] virtual Result<std::optional<KeptMessage>>
    quarantine(const MunicipalityCode& municipality, const codec::QuarantinedMessage& message,
               const QuarantineLimits& limits) = 0;
    /// Those with numbers after `after`, ascending, at most `limit`, without their payloads.
    [[nodiscard]] virtual Result<std::vector<codec::QuarantinedMessage>>
    quarantined(const MunicipalityCode& municipality, std::uint64_t after, std::size_t limit) = 0;
    /// One of them, whole.
    [[nodiscard]] virtual Result<std::optional<codec::QuarantinedMessage>>
    find_quarantined(const MunicipalityCode& municipality, std::uint64_t number) = 0;
    /// Numbers of those that came before `time`, the oldest first, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<std::uint64_t>>
    quarantined_before(const MunicipalityCode& municipality, domain::UtcTime time,
                       std::size_t limit) = 0;
    /// Its bytes are overwritten; false when there is no such message.
    [[nodiscard]] virtual Result<bool> remove_quarantined(const MunicipalityCode& municipality,
                                                          std::uint64_t number) = 0;
    [[nodiscard]] virtual Result<QuarantineTotals>
    quarantine_totals(const MunicipalityCode& municipality) = 0;

    [[nodiscard]] virtual Result<std::optional<StoredSnapshot>>
    latest_snapshot(const MunicipalityCode& municipality) = 0;
    /// Replaces the older one. One above `most_snapshot_bytes` is `too_large`; the batch goes on.
    [[nodiscard]] virtual Result<void> store_snapshot(const MunicipalityCode& municipality,
                                                      const StoredSnapshot& snapshot) = 0;
};

/// Opens or creates `<folder>/journal.db`; a file of an earlier format becomes one of the present.
/// Problems say what to do about a journal of a newer format (`newer_format`), one that another
/// klikd holds (`locked`), a damaged one (`damaged`), and a folder that cannot be used
/// (`unusable`).
[[nodiscard]] Result<std::unique_ptr<Journal>> open_sqlite_journal(const std::string& folder);

/// Gives the journal of a folder on which no klikd works a new epoch, so that every client sees
/// that it is not the one that it has read: for a journal that was restored from a copy. Problems:
/// those of an opening; `unusable` as well where there is none.
[[nodiscard]] Result<std::string> renew_epoch(const std::string& folder);

/// Opens `<folder>/journal.db` to be read, also while a klikd works on it, which does not notice:
/// nothing is locked, made or brought up to date, and every write is refused with `read_only`.
/// What klikd appends meanwhile is read as well, but `head` and `municipalities` are those of the
/// opening. Problems: `unusable` (no journal there, another application's file, no right to read),
/// `newer_format`, `older_format` (a klikd has to be started on it once), `damaged`.
[[nodiscard]] Result<std::unique_ptr<Journal>>
open_sqlite_journal_for_reading(const std::string& folder);
/// The same of a file of any name, such as a copy.
[[nodiscard]] Result<std::unique_ptr<Journal>>
open_sqlite_journal_file_for_reading(const std::string& file);

} // namespace klik::journal
