#include "daemon/group_commit.hpp"

#include <chrono>
#include <utility>

namespace klik::daemon {

void GroupCommit::append(const domain::MunicipalityCode& municipality,
                         const codec::Record& record) {
    if (!read_only()) {
        ++records_;
        take(journal_->append(municipality, record));
    }
}

void GroupCommit::remember_input(const domain::MunicipalityCode& municipality,
                                 std::string_view source, std::string_view id,
                                 domain::Sequence sequence) {
    if (!read_only()) {
        ++facts_;
        take(journal_->remember_input(municipality, source, id, sequence));
    }
}

domain::PersonId GroupCommit::person_id_for(const domain::MunicipalityCode& municipality,
                                            std::string_view name) {
    if (read_only()) {
        return {};
    }
    auto id = journal_->person_id_for(municipality, name);
    if (!id) {
        fail(id.error());
        return {};
    }
    open_ = true;
    return *id;
}

bool GroupCommit::keep_person(const domain::MunicipalityCode& municipality,
                              const domain::PersonId& id, const journal::PersonNews& news) {
    if (read_only()) {
        return false;
    }
    const auto readdressed = journal_->keep_person(municipality, id, news);
    open_ = true;
    if (!readdressed) {
        fail(readdressed.error());
    }
    return readdressed.value_or(false);
}

domain::Result<std::vector<domain::PersonId>>
GroupCommit::erase_person(const domain::MunicipalityCode& municipality,
                          const domain::PersonId& id) {
    if (read_only()) {
        return std::unexpected(why_read_only());
    }
    auto erased = journal_->erase_person(municipality, id);
    open_ = true;
    if (!erased && erased.error().code != "not_found") {
        fail(erased.error());
    }
    return erased;
}

domain::Result<void> GroupCommit::store_cursor(const domain::MunicipalityCode& municipality,
                                               std::string_view name,
                                               const journal::Cursor& cursor) {
    if (read_only()) {
        return std::unexpected(why_read_only());
    }
    auto stored = journal_->store_cursor(municipality, name, cursor);
    take(stored);
    return stored;
}

domain::Result<void> GroupCommit::store_snapshot(const domain::MunicipalityCode& municipality,
                                                 const journal::StoredSnapshot& snapshot) {
    if (read_only()) {
        return std::unexpected(why_read_only());
    }
    auto stored = journal_->store_snapshot(municipality, snapshot);
    if (stored || stored.error().code != "too_large") {
        take(stored);
    }
    return stored;
}

std::optional<journal::KeptMessage>
GroupCommit::quarantine(const domain::MunicipalityCode& municipality,
                        const codec::QuarantinedMessage& message,
                        const journal::QuarantineLimits& limits) {
    if (read_only()) {
        return std::nullopt;
    }
    auto kept = journal_->quarantine(municipality, message, limits);
    open_ = true;
    if (!kept) {
        fail(kept.error());
        return std::nullopt;
    }
    return *kept;
}

bool GroupCommit::remove_quarantined(const domain::MunicipalityCode& municipality,
                                     std::uint64_t number) {
    if (read_only()) {
        return false;
    }
    const auto removed = journal_->remove_quarantined(municipality, number);
    open_ = true;
    if (!removed) {
        fail(removed.error());
    }
    return removed.value_or(false);
}

void GroupCommit::fail(domain::Problem problem) {
    if (!failure_) {
        failure_ = std::move(problem);
    }
}

domain::Result<void> GroupCommit::finish() {
    if (const auto refusal = journal_->refusal()) {
        fail(*refusal);
    }
    if (!failure_ && open_) {
        if (const auto done = commit(); !done) {
            fail(done.error());
        }
        committed_ = committed_ || !failure_;
    }
    open_ = false;
    if (failure_) {
        journal_->rollback();
        return std::unexpected(why_read_only());
    }
    return {};
}

domain::Result<void> GroupCommit::commit() {
    const auto began = std::chrono::steady_clock::now();
    auto done = journal_->commit();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    tally_.sync_seconds.add(took.count());
    tally_.records.add(static_cast<double>(std::exchange(records_, 0)));
    tally_.facts.add(static_cast<double>(std::exchange(facts_, 0)));
    return done;
}

domain::Problem GroupCommit::why_read_only() const {
    const auto cause = failure_ ? failure_ : journal_->refusal();
    return {"read_only", "",
            cause ? "the journal could not be written (" + cause->sentence() +
                        "); klikd takes no input until it is started again"
                  : "the journal takes no input until klikd is started again"};
}

void GroupCommit::take(const domain::Result<void>& written) {
    open_ = true;
    if (!written) {
        fail(written.error());
    }
}

} // namespace klik::daemon
