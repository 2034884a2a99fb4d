#pragma once

#include "simulation/defects.hpp"
#include "simulation/log_file.hpp"
#include "simulation/tables.hpp"

#include <memory>

namespace klik::simulation {

/// The `Journal` that klikd works on here: in memory, and a frame of the log for each batch. It
/// keeps the promises of `journal::Journal` on a `Disk` that keeps few.
class SimulatedJournal final : public journal::Journal {
  public:
    /// `damaged` as `LogFile::open`. The disk outlives it.
    [[nodiscard]] static domain::Result<std::unique_ptr<SimulatedJournal>> open(Disk& disk,
                                                                                Defect defect);

    [[nodiscard]] const std::string& epoch() const override { return epoch_; }
    [[nodiscard]] std::optional<domain::Problem> refusal() const override { return refusal_; }
    [[nodiscard]] domain::Result<void> append(const domain::MunicipalityCode& municipality,
                                              const codec::Record& record) override;
    [[nodiscard]] domain::Result<void> commit() override;
    void rollback() override;

    [[nodiscard]] domain::Result<std::vector<codec::Record>>
    read(const domain::MunicipalityCode& municipality, domain::Sequence after,
         journal::KindMask kinds, std::size_t limit) override;
    [[nodiscard]] domain::Result<std::vector<codec::Record>>
    history(const domain::MunicipalityCode& municipality, domain::TaskNumber task,
            domain::Sequence after, std::size_t limit) override;
    [[nodiscard]] domain::Result<std::optional<codec::Record>>
    find(const domain::MunicipalityCode& municipality, domain::Sequence sequence) override;
    [[nodiscard]] domain::Sequence head(const domain::MunicipalityCode& municipality) override;
    [[nodiscard]] std::vector<domain::MunicipalityCode> municipalities() override;
    [[nodiscard]] domain::Sequence
    first(const domain::MunicipalityCode& /*municipality*/) override {
        return {1};
    }

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
    cursors(const domain::MunicipalityCode& municipality) override;
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
    SimulatedJournal(LogFile log, Defect defect) : log_{std::move(log)}, defect_{defect} {}
    [[nodiscard]] domain::Result<void> change(const domain::MunicipalityCode& municipality,
                                              Change change);
    void read_log();

    LogFile log_;
    Defect defect_;
    std::string epoch_ = std::string(32, 'a');
    std::map<domain::MunicipalityCode, Table> tables_; ///< the open batch in it
    std::string batch_;
    std::optional<domain::Problem> refusal_;
};

} // namespace klik::simulation
