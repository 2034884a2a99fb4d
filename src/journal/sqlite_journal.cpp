#include "journal/sqlite_journal.hpp"

#include "domain/person_name.hpp"

#include <chrono>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace klik::journal {

namespace {

using domain::Problem;

/// Pages of the write-ahead log from which on it is worth moving them into the file.
constexpr int checkpoint_pages = 500;
/// The same where all of it is moved, so that the log starts anew: then the writer waits for two
/// syncs.
constexpr int restart_pages = 2000;

Problem no_more(const Problem& why) {
    return {"read_only", why.path, "the journal takes nothing more: " + why.text};
}

} // namespace

SqliteJournal::SqliteJournal(JournalFolder folder, std::unique_ptr<Database> database,
                             std::string epoch,
                             std::map<MunicipalityCode, RecordPositions> positions)
    : folder_(std::move(folder)), database_(std::move(database)), epoch_(std::move(epoch)),
      records_(*database_, std::move(positions)), inputs_(*database_), cursors_(*database_),
      people_(*database_), quarantine_(*database_), snapshots_(*database_) {
    checkpoint();
}

SqliteJournal::SqliteJournal(std::unique_ptr<Database> database, std::string epoch,
                             std::map<MunicipalityCode, RecordPositions> positions)
    : database_(std::move(database)), epoch_(std::move(epoch)),
      records_(*database_, std::move(positions)), inputs_(*database_), cursors_(*database_),
      people_(*database_), quarantine_(*database_), snapshots_(*database_),
      refusal_({"read_only", database_->file(), "the journal was opened for reading"}),
      log_shows_names_(false) {}

// --- The batch ---

template <class Statement>
auto SqliteJournal::write(Statement statement) -> decltype(statement()) {
    if (auto begun = begin(); !begun) {
        return std::unexpected(std::move(begun.error()));
    }
    auto done = statement();
    if (!done) {
        return refuse(done.error());
    }
    return done;
}

template <class Question>
auto SqliteJournal::ask_log(Question question) -> decltype(question()) {
    if (auto written = records_.write_pending(); !written) {
        return refuse(written.error());
    }
    return question();
}

std::optional<Problem> SqliteJournal::refusal() const {
    if (!refusal_ && background_) {
        return background_->failure().transform(no_more);
    }
    return refusal_;
}

Result<void> SqliteJournal::may_write() {
    if (!refusal_ && background_) {
        if (const auto failed = background_->failure()) {
            return refuse(*failed);
        }
    }
    if (refusal_) {
        return std::unexpected(*refusal_);
    }
    return {};
}

Result<void> SqliteJournal::begin() {
    if (auto allowed = may_write(); !allowed) {
        return allowed;
    }
    if (database_->in_transaction()) {
        return {};
    }
    if (auto begun = database_->query("BEGIN IMMEDIATE").run(); !begun) {
        return refuse(begun.error());
    }
    return {};
}

std::unexpected<Problem> SqliteJournal::refuse(const Problem& problem) {
    refusal_ = no_more(problem);
    rollback();
    return std::unexpected(*refusal_);
}

Result<void> SqliteJournal::commit() {
    if (auto allowed = may_write(); !allowed) {
        return allowed;
    }
    if (!database_->in_transaction()) {
        return {};
    }
    if (auto written = records_.write_pending(); !written) {
        return refuse(written.error());
    }
    if (erasing_ || readdressing_) {
        if (auto rewritten = people_.rewrite(); !rewritten) {
            return refuse(rewritten.error());
        }
    }
    if (erasing_) {
        // A message that named the person may have been removed long ago.
        if (auto rewritten = quarantine_.rewrite(); !rewritten) {
            return refuse(rewritten.error());
        }
    }
    if (auto committed = database_->query("COMMIT").run(); !committed) {
        return refuse(committed.error());
    }
    records_.keep_batch();
    const bool erased = std::exchange(erasing_, false);
    const bool readdressed = std::exchange(readdressing_, false);
    const bool dropped = std::exchange(dropping_, false);
    log_shows_names_ = log_shows_names_ || erased || readdressed || dropped;
    checkpoint();
    return {};
}

void SqliteJournal::checkpoint() {
    if (log_shows_names_) {
        if (background_) {
            background_->wait();
        }
        log_shows_names_ = !checkpoint(CheckpointMode::truncate);
    } else if (background_) {
        checkpoint_in_background(database_->log_pages());
    } else if (database_->log_pages() >= checkpoint_pages) {
        checkpoint(CheckpointMode::passive);
    }
}

void SqliteJournal::checkpoint_in_background(int log_pages) {
    if (background_->under_way()) {
        return;
    }
    if (log_pages < moved_pages_) {
        moved_pages_ = 0; // it has started anew
    }
    if (std::exchange(to_restart_, false)) {
        checkpoint(CheckpointMode::passive);
    } else if (log_pages - moved_pages_ >= checkpoint_pages) {
        background_->start();
        moved_pages_ = log_pages;
        to_restart_ = log_pages >= restart_pages;
    }
}

bool SqliteJournal::checkpoint(CheckpointMode mode) {
    const auto done = database_->checkpoint(mode);
    if (!done) {
        refuse(done.error());
        return false;
    }
    return *done;
}

Result<void> SqliteJournal::checkpoint_beside_writing() {
    auto background = BackgroundCheckpoint::open(database_->file());
    if (!background) {
        return std::unexpected(std::move(background.error()));
    }
    background_ = *std::move(background);
    return {};
}

void SqliteJournal::rollback() {
    // SQLite itself ends the transaction on some failures, a full disk among them.
    if (database_->in_transaction()) {
        if (auto rolled_back = database_->query("ROLLBACK").run(); !rolled_back) {
            throw std::runtime_error(rolled_back.error().sentence());
        }
    }
    records_.forget_batch();
    inputs_.forget_batch();
    erasing_ = false;
    readdressing_ = false;
    dropping_ = false;
}

void SqliteJournal::hurry() {
    constexpr std::chrono::milliseconds patience_at_the_end{100};
    database_->wait_for_locks(patience_at_the_end);
}

// --- Records ---

Result<void> SqliteJournal::append(const MunicipalityCode& municipality,
                                   const codec::Record& record) {
    return write([&] { return records_.append(municipality, record); });
}

Result<std::vector<codec::Record>> SqliteJournal::read(const MunicipalityCode& municipality,
                                                       Sequence after, KindMask kinds,
                                                       std::size_t limit) {
    return ask_log([&] { return records_.read(municipality, after, kinds, limit); });
}

Result<std::vector<codec::Record>> SqliteJournal::history(const MunicipalityCode& municipality,
                                                          domain::TaskNumber task, Sequence after,
                                                          std::size_t limit) {
    return ask_log([&] { return records_.history(municipality, task, after, limit); });
}

Result<std::optional<codec::Record>> SqliteJournal::find(const MunicipalityCode& municipality,
                                                         Sequence sequence) {
    return ask_log([&] { return records_.find(municipality, sequence); });
}

Sequence SqliteJournal::head(const MunicipalityCode& municipality) {
    return records_.positions(municipality).head;
}

std::vector<MunicipalityCode> SqliteJournal::municipalities() {
    return records_.municipalities();
}

Sequence SqliteJournal::first(const MunicipalityCode& municipality) {
    return records_.positions(municipality).first;
}

// --- Inputs and cursors ---

Result<std::optional<Sequence>> SqliteJournal::find_input(const MunicipalityCode& municipality,
                                                          std::string_view source,
                                                          std::string_view id) {
    return inputs_.find(municipality, source, id);
}

Result<void> SqliteJournal::remember_input(const MunicipalityCode& municipality,
                                           std::string_view source, std::string_view id,
                                           Sequence sequence) {
    return write([&] { return inputs_.add(municipality, source, id, sequence); });
}

Result<std::optional<Cursor>> SqliteJournal::cursor(const MunicipalityCode& municipality,
                                                    std::string_view name) {
    return cursors_.find(municipality, name);
}

Result<void> SqliteJournal::store_cursor(const MunicipalityCode& municipality,
                                         std::string_view name, const Cursor& cursor) {
    return write([&] { return cursors_.store(municipality, name, cursor); });
}

Result<std::vector<NamedCursor>> SqliteJournal::cursors(const MunicipalityCode& municipality) {
    return cursors_.all(municipality);
}

Result<std::size_t> SqliteJournal::count_cursors(const MunicipalityCode& municipality,
                                                 std::string_view owner) {
    return cursors_.count(municipality, owner);
}

// --- People ---

Result<PersonId> SqliteJournal::person_id_for(const MunicipalityCode& municipality,
                                              std::string_view name) {
    if (domain::tidy_name(name).empty()) {
        return domain::malformed("", "a person's name is empty");
    }
    auto known = people_.find_name(municipality, name);
    if (!known) {
        return std::unexpected(std::move(known.error()));
    }
    if (*known) {
        return **known;
    }
    return write([&] { return people_.add(municipality, name); });
}

Result<std::optional<PersonId>> SqliteJournal::find_person(const MunicipalityCode& municipality,
                                                           std::string_view name) {
    return people_.find_name(municipality, name);
}

Result<std::optional<Person>> SqliteJournal::person(const MunicipalityCode& municipality,
                                                    const PersonId& id) {
    return people_.find(municipality, id);
}

Result<std::vector<Person>> SqliteJournal::people(const MunicipalityCode& municipality) {
    return people_.all(municipality);
}

Result<bool> SqliteJournal::keep_person(const MunicipalityCode& municipality, const PersonId& id,
                                        const PersonNews& news) {
    const auto known = people_.find(municipality, id);
    if (!known) {
        return std::unexpected(known.error());
    }
    const Person before = known->value_or(Person{});
    const bool same = *known && (news.name.empty() || news.name == before.name) &&
                      news.email.value_or(before.email) == before.email &&
                      news.language.value_or(before.language) == before.language;
    if (same) {
        return false;
    }
    auto readdressed = write([&] { return people_.keep(municipality, id, news); });
    // An address that is no longer true is not kept anywhere.
    readdressing_ = readdressing_ || (readdressed && !before.email.empty() && news.email &&
                                      *news.email != before.email);
    return readdressed;
}

Result<std::vector<PersonId>> SqliteJournal::erase_person(const MunicipalityCode& municipality,
                                                          const PersonId& id) {
    const auto known = people_.find(municipality, id);
    if (!known) {
        return std::unexpected(known.error());
    }
    if (!*known) {
        return std::unexpected(domain::Problem{
            "not_found", id.value, "municipality " + municipality.value + " knows no such person"});
    }
    auto erased = write([&] { return people_.erase(municipality, id); });
    erasing_ = erasing_ || erased.has_value();
    return erased;
}

// --- Quarantine ---

Result<std::optional<KeptMessage>>
SqliteJournal::quarantine(const MunicipalityCode& municipality,
                          const codec::QuarantinedMessage& message,
                          const QuarantineLimits& limits) {
    return write([&] { return quarantine_.keep(municipality, message, limits); });
}

Result<std::vector<codec::QuarantinedMessage>>
SqliteJournal::quarantined(const MunicipalityCode& municipality, std::uint64_t after,
                           std::size_t limit) {
    return quarantine_.list(municipality, after, limit);
}

Result<std::optional<codec::QuarantinedMessage>>
SqliteJournal::find_quarantined(const MunicipalityCode& municipality, std::uint64_t number) {
    return quarantine_.find(municipality, number);
}

Result<std::vector<std::uint64_t>>
SqliteJournal::quarantined_before(const MunicipalityCode& municipality, domain::UtcTime time,
                                  std::size_t limit) {
    return quarantine_.received_before(municipality, time, limit);
}

Result<bool> SqliteJournal::remove_quarantined(const MunicipalityCode& municipality,
                                               std::uint64_t number) {
    auto removed = write([&] { return quarantine_.remove(municipality, number); });
    dropping_ = dropping_ || (removed && *removed);
    return removed;
}

Result<QuarantineTotals> SqliteJournal::quarantine_totals(const MunicipalityCode& municipality) {
    return quarantine_.totals(municipality);
}

// --- Snapshots ---

Result<std::optional<StoredSnapshot>>
SqliteJournal::latest_snapshot(const MunicipalityCode& municipality) {
    return snapshots_.find(municipality);
}

Result<void> SqliteJournal::store_snapshot(const MunicipalityCode& municipality,
                                           const StoredSnapshot& snapshot) {
    if (snapshot.state.size() > most_snapshot_bytes) {
        return std::unexpected(domain::Problem{
            "too_large", database_->file(),
            "the state has grown too large to be stored as a snapshot; every start reads the "
            "records behind the last one that fitted"});
    }
    return write([&] { return snapshots_.store(municipality, snapshot); });
}

} // namespace klik::journal
