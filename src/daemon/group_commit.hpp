#pragma once

#include "daemon/tally.hpp"
#include "journal/journal.hpp"

#include <optional>

namespace klik::daemon {

/// The journal's open batch, which all municipalities share: what arrived together becomes durable
/// together.
///
/// The first write that fails ends it for good: nothing more is taken, `finish` rolls the batch
/// back and says why from then on, and the process is `read_only` until it is started again.
class GroupCommit {
  public:
    explicit GroupCommit(journal::Journal& journal) : journal_{&journal} {}

    void append(const domain::MunicipalityCode& municipality, const codec::Record& record);
    void remember_input(const domain::MunicipalityCode& municipality, std::string_view source,
                        std::string_view id, domain::Sequence sequence);
    /// An empty id when the name is new and cannot be stored.
    [[nodiscard]] domain::PersonId person_id_for(const domain::MunicipalityCode& municipality,
                                                 std::string_view name);
    /// True when an address is known now that was not.
    bool keep_person(const domain::MunicipalityCode& municipality, const domain::PersonId& id,
                     const journal::PersonNews& news);
    /// `not_found` for somebody who is not there, and the batch goes on.
    [[nodiscard]] domain::Result<std::vector<domain::PersonId>>
    erase_person(const domain::MunicipalityCode& municipality, const domain::PersonId& id);
    /// Becomes durable with the next commit; a failure harms nothing but the cursor.
    [[nodiscard]] domain::Result<void> store_cursor(const domain::MunicipalityCode& municipality,
                                                    std::string_view name,
                                                    const journal::Cursor& cursor);
    /// One that is too large for the journal is `too_large`, and the batch goes on without it.
    [[nodiscard]] domain::Result<void> store_snapshot(const domain::MunicipalityCode& municipality,
                                                      const journal::StoredSnapshot& snapshot);
    /// Where it is kept; none when there is no room, or the journal takes nothing.
    [[nodiscard]] std::optional<journal::KeptMessage>
    quarantine(const domain::MunicipalityCode& municipality,
               const codec::QuarantinedMessage& message, const journal::QuarantineLimits& limits);
    /// False when it was not there, or the journal takes nothing.
    [[nodiscard]] bool remove_quarantined(const domain::MunicipalityCode& municipality,
                                          std::uint64_t number);
    /// What has to be known before a decision could not be read.
    void fail(domain::Problem problem);

    /// Makes the batch durable, or says why nothing of it is. A journal that refused to write after
    /// it made a batch durable is told of by the next call.
    [[nodiscard]] domain::Result<void> finish();

    [[nodiscard]] bool read_only() const { return failure_ || journal_->read_only(); }
    /// Why; only while `read_only`.
    [[nodiscard]] domain::Problem why_read_only() const;
    /// Something waits for `finish`.
    [[nodiscard]] bool open() const { return open_; }
    /// A batch became durable since the start, and with it all that was there before: of what a
    /// start finds, the last batch may be one whose sync had failed, which a power cut takes away.
    [[nodiscard]] bool all_is_durable() const { return committed_; }
    /// Of those since the start.
    [[nodiscard]] const CommitTally& tally() const { return tally_; }

  private:
    void take(const domain::Result<void>& written);
    [[nodiscard]] domain::Result<void> commit();

    journal::Journal* journal_;
    std::optional<domain::Problem> failure_;
    bool open_ = false;
    bool committed_ = false;
    std::uint64_t records_ = 0; ///< of the open batch
    std::uint64_t facts_ = 0;
    CommitTally tally_;
};

} // namespace klik::daemon
