#pragma once

#include "journal/journal.hpp"
#include "journal/sqlite_database.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace klik::journal {

/// The messages of platforms that could not be taken: tables `quarantine` and `quarantine_total`.
class QuarantineTable {
  public:
    explicit QuarantineTable(Database& database) : database_(database) {}

    /// None when it is new and there is no room for it.
    [[nodiscard]] Result<std::optional<KeptMessage>> keep(const MunicipalityCode& municipality,
                                                          const codec::QuarantinedMessage& message,
                                                          const QuarantineLimits& limits);
    [[nodiscard]] Result<std::vector<codec::QuarantinedMessage>>
    list(const MunicipalityCode& municipality, std::uint64_t after, std::size_t limit);
    [[nodiscard]] Result<std::optional<codec::QuarantinedMessage>>
    find(const MunicipalityCode& municipality, std::uint64_t number);
    [[nodiscard]] Result<std::vector<std::uint64_t>>
    received_before(const MunicipalityCode& municipality, domain::UtcTime time, std::size_t limit);
    /// False when there is no such message.
    [[nodiscard]] Result<bool> remove(const MunicipalityCode& municipality, std::uint64_t number);
    /// Writes what is kept anew, so that nothing of what was removed is left in its pages.
    [[nodiscard]] Result<void> rewrite();
    [[nodiscard]] Result<QuarantineTotals> totals(const MunicipalityCode& municipality);

  private:
    struct Tally {
        std::int64_t last_number = 0;
        QuarantineTotals totals;
    };
    [[nodiscard]] Result<Tally> tally(const MunicipalityCode& municipality);
    [[nodiscard]] Result<void> store(const MunicipalityCode& municipality, const Tally& tally);
    [[nodiscard]] Result<std::optional<std::int64_t>>
    same_message(const MunicipalityCode& municipality, const codec::QuarantinedMessage& message,
                 std::int64_t print);
    [[nodiscard]] Result<void> count_again(const MunicipalityCode& municipality,
                                           std::int64_t number, domain::UtcTime seen);
    [[nodiscard]] Result<void> insert(const MunicipalityCode& municipality, std::int64_t number,
                                      const codec::QuarantinedMessage& message, std::int64_t print);

    Database& database_;
};

} // namespace klik::journal
