#pragma once

#include "journal/journal.hpp"

#include <optional>

namespace klik::daemon {

/// The journal's open batch, which all municipalities share: what arrived together becomes durable
/// together.
///
/// The first write that fails ends it for good: nothing more is taken, `finish` rolls the batch
/// back and says why, and the process is `read_only` until it is started again.
class GroupCommit {
  public:
    explicit GroupCommit(journal::Journal& journal) : journal_{&journal} {}

    void append(const domain::MunicipalityCode& municipality, const codec::Record& record);
    void remember_input(const domain::MunicipalityCode& municipality, std::string_view source,
                        std::string_view id, domain::Sequence sequence);
    /// An empty id when the name is new and cannot be stored.
    [[nodiscard]] domain::PersonId person_id_for(const domain::MunicipalityCode& municipality,
                                                 std::string_view name);
    /// Becomes durable with the next commit; a failure harms nothing but the cursor.
    [[nodiscard]] domain::Result<void> store_cursor(const domain::MunicipalityCode& municipality,
                                                    std::string_view name,
                                                    const journal::Cursor& cursor);
    void store_snapshot(const domain::MunicipalityCode& municipality,
                        const journal::StoredSnapshot& snapshot);
    /// What has to be known before a decision could not be read.
    void fail(domain::Problem problem);

    /// Makes the batch durable, or says why nothing of it is.
    [[nodiscard]] domain::Result<void> finish();

    [[nodiscard]] bool read_only() const { return failure_ || journal_->read_only(); }
    /// Why; only while `read_only`.
    [[nodiscard]] domain::Problem why_read_only() const;
    /// Something waits for `finish`.
    [[nodiscard]] bool open() const { return open_; }

  private:
    void take(const domain::Result<void>& written);

    journal::Journal* journal_;
    std::optional<domain::Problem> failure_;
    bool open_ = false;
};

} // namespace klik::daemon
