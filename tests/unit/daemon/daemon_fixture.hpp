#pragma once

#include "daemon/group_commit.hpp"
#include "journal/journal.hpp"
#include "replay/time_zone.hpp"
#include "support/temporary_folder.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <spdlog/logger.h>

#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace klik::daemon::test {

using klik::test::Json;

inline const domain::MunicipalityCode korsbaek{"9999"};

class TemporaryFolder : public klik::test::TemporaryFolder {
  public:
    /// Writes a file and gives its path.
    std::string file(const std::string& name, const std::string& text) const {
        return write(name, text).native();
    }
};

/// A real journal whose disk is full from a chosen moment on.
class FillingJournal final : public journal::Journal {
  public:
    explicit FillingJournal(std::unique_ptr<journal::Journal> real) : real_{std::move(real)} {}

    void fail_next_commit() { commit_fails_ = true; }
    void fail_commit_after(int good_ones) { commits_left_ = good_ones; }
    void find_snapshots_too_large() { snapshots_too_large_ = true; }
    void fail_next_append() { append_fails_ = true; }
    /// The next commit is durable, and the disk is full when its pages are moved.
    void fail_next_checkpoint() { checkpoint_fails_ = true; }
    void fill_up() { full_ = true; }
    [[nodiscard]] int commits() const { return commits_; }

    [[nodiscard]] const std::string& epoch() const override { return real_->epoch(); }
    [[nodiscard]] std::optional<domain::Problem> refusal() const override {
        return full_ ? std::optional{disk_full()} : real_->refusal();
    }
    [[nodiscard]] domain::Result<void> append(const domain::MunicipalityCode& municipality,
                                              const codec::Record& record) override;
    [[nodiscard]] domain::Result<void> commit() override;
    void rollback() override { real_->rollback(); }
    [[nodiscard]] std::size_t records_read() const { return records_read_; }
    [[nodiscard]] domain::Result<std::vector<codec::Record>>
    read(const domain::MunicipalityCode& municipality, domain::Sequence after,
         journal::KindMask kinds, std::size_t limit) override;
    [[nodiscard]] domain::Result<std::vector<codec::Record>>
    history(const domain::MunicipalityCode& municipality, domain::TaskNumber task,
            domain::Sequence after, std::size_t limit) override;
    [[nodiscard]] domain::Result<std::optional<codec::Record>>
    find(const domain::MunicipalityCode& municipality, domain::Sequence sequence) override;
    [[nodiscard]] domain::Sequence head(const domain::MunicipalityCode& municipality) override;
    [[nodiscard]] std::vector<domain::MunicipalityCode> municipalities() override {
        return real_->municipalities();
    }
    [[nodiscard]] domain::Sequence first(const domain::MunicipalityCode& municipality) override;
    [[nodiscard]] domain::Result<std::optional<domain::Sequence>>
    find_input(const domain::MunicipalityCode& municipality, std::string_view source,
               std::string_view id) override;
    [[nodiscard]] domain::Result<void> remember_input(const domain::MunicipalityCode& municipality,
                                                      std::string_view source, std::string_view id,
                                                      domain::Sequence sequence) override;
    [[nodiscard]] domain::Result<std::optional<journal::Cursor>>
    cursor(const domain::MunicipalityCode& municipality, std::string_view name) override;
    [[nodiscard]] domain::Result<void> store_cursor(const domain::MunicipalityCode& municipality,
                                                    std::string_view name,
                                                    const journal::Cursor& cursor) override;
    [[nodiscard]] domain::Result<std::vector<journal::NamedCursor>>
    cursors(const domain::MunicipalityCode& municipality) override {
        return real_->cursors(municipality);
    }
    [[nodiscard]] domain::Result<std::size_t>
    count_cursors(const domain::MunicipalityCode& municipality, std::string_view owner) override;
    [[nodiscard]] domain::Result<domain::PersonId>
    person_id_for(const domain::MunicipalityCode& municipality, std::string_view name) override;
    [[nodiscard]] domain::Result<std::optional<domain::PersonId>>
    find_person(const domain::MunicipalityCode& municipality, std::string_view name) override;
    [[nodiscard]] domain::Result<std::optional<journal::Person>>
    person(const domain::MunicipalityCode& municipality, const domain::PersonId& id) override;
    [[nodiscard]] domain::Result<std::vector<journal::Person>>
    people(const domain::MunicipalityCode& municipality) override;
    [[nodiscard]] domain::Result<bool> keep_person(const domain::MunicipalityCode& municipality,
                                                   const domain::PersonId& id,
                                                   const journal::PersonNews& news) override;
    [[nodiscard]] domain::Result<std::vector<domain::PersonId>>
    erase_person(const domain::MunicipalityCode& municipality, const domain::PersonId& id) override;
    [[nodiscard]] domain::Result<std::optional<journal::KeptMessage>>
    quarantine(const domain::MunicipalityCode& municipality,
               const codec::QuarantinedMessage& message,
               const journal::QuarantineLimits& limits) override;
    [[nodiscard]] domain::Result<std::vector<codec::QuarantinedMessage>>
    quarantined(const domain::MunicipalityCode& municipality, std::uint64_t after,
                std::size_t limit) override;
    [[nodiscard]] domain::Result<std::optional<codec::QuarantinedMessage>>
    find_quarantined(const domain::MunicipalityCode& municipality, std::uint64_t number) override;
    [[nodiscard]] domain::Result<std::vector<std::uint64_t>>
    quarantined_before(const domain::MunicipalityCode& municipality, domain::UtcTime time,
                       std::size_t limit) override;
    [[nodiscard]] domain::Result<bool>
    remove_quarantined(const domain::MunicipalityCode& municipality, std::uint64_t number) override;
    [[nodiscard]] domain::Result<journal::QuarantineTotals>
    quarantine_totals(const domain::MunicipalityCode& municipality) override;
    [[nodiscard]] domain::Result<std::optional<journal::StoredSnapshot>>
    latest_snapshot(const domain::MunicipalityCode& municipality) override;
    [[nodiscard]] domain::Result<void>
    store_snapshot(const domain::MunicipalityCode& municipality,
                   const journal::StoredSnapshot& snapshot) override;

  private:
    static domain::Problem disk_full() { return {"read_only", "journal.db", "the disk is full"}; }
    std::unexpected<domain::Problem> fill();

    std::unique_ptr<journal::Journal> real_;
    bool commit_fails_ = false;
    bool append_fails_ = false;
    bool checkpoint_fails_ = false;
    bool full_ = false;
    bool snapshots_too_large_ = false;
    std::optional<int> commits_left_;
    int commits_ = 0;
    std::size_t records_read_ = 0;
};

/// What is logged while it lives.
class CapturedLog {
  public:
    CapturedLog();
    ~CapturedLog();
    CapturedLog(const CapturedLog&) = delete;
    CapturedLog& operator=(const CapturedLog&) = delete;

    [[nodiscard]] std::string text() const { return written_.str(); }

  private:
    std::ostringstream written_;
    std::shared_ptr<spdlog::logger> before_;
};

/// Appends a message of klikd to the file that KLIK_SEEN_MESSAGES names, if it does: so
/// tests/contract/test_unit_traffic.py holds it against the schemas.
void keep_seen(const std::vector<std::string>& frames);

/// A fact's envelope in which the platform observes a task.
[[nodiscard]] Json observed(int number, const std::string& id, const Json& fields = Json::object());

[[nodiscard]] inline domain::UtcTime utc(std::string_view text) {
    return domain::utc_from_rfc3339(text).value();
}

} // namespace klik::daemon::test
