#pragma once

#include "bus/event_log.hpp"
#include "daemon/group_commit.hpp"
#include "engine/state.hpp"

namespace klik::daemon {

/// A municipality's journal as its streams read it. Used between commits only, so that nothing is
/// seen that is not durable.
class JournalEventLog final : public bus::EventLog {
  public:
    /// `state` is the one that is in force whenever this is asked; all three outlive this.
    JournalEventLog(journal::Journal& journal, GroupCommit& batch, const engine::State& state)
        : journal_{&journal}, batch_{&batch}, state_{&state} {}

    [[nodiscard]] const domain::MunicipalityCode& municipality() const override {
        return state_->municipality;
    }
    [[nodiscard]] const std::string& epoch() const override { return journal_->epoch(); }
    [[nodiscard]] domain::Sequence first() override { return journal_->first(municipality()); }
    [[nodiscard]] domain::Sequence head() override { return state_->head; }
    [[nodiscard]] bool is_durable() override { return batch_->all_is_durable(); }
    [[nodiscard]] domain::Result<std::vector<codec::Record>>
    read(domain::Sequence after, bus::KindMask kinds, std::size_t limit) override;
    [[nodiscard]] domain::Result<std::optional<bus::StreamCursor>>
    cursor(std::string_view name) override;
    [[nodiscard]] domain::Result<void> store_cursor(std::string_view name,
                                                    const bus::StreamCursor& cursor) override;
    [[nodiscard]] domain::Result<std::size_t> count_names(std::string_view owner) override;
    [[nodiscard]] domain::Result<std::optional<bus::PublishedTask>>
    next_task(std::optional<domain::TaskNumber> after) override;

    /// Reads that failed, since the start.
    [[nodiscard]] std::uint64_t read_errors() const { return read_errors_; }

  private:
    /// A reader cannot repair a journal that cannot be read; an operator has to hear of it.
    template <class T>
    [[nodiscard]] domain::Result<T> loudly(domain::Result<T> result);

    journal::Journal* journal_;
    GroupCommit* batch_;
    const engine::State* state_;
    std::uint64_t read_errors_ = 0;
};

} // namespace klik::daemon
