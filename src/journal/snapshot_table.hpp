#pragma once

#include "journal/journal.hpp"
#include "journal/sqlite_database.hpp"

#include <optional>

namespace klik::journal {

/// The newest state of each municipality: table `snapshot`.
class SnapshotTable {
  public:
    explicit SnapshotTable(Database& database) : database_{database} {}

    [[nodiscard]] Result<std::optional<StoredSnapshot>> find(const MunicipalityCode& municipality);
    [[nodiscard]] Result<void> store(const MunicipalityCode& municipality,
                                     const StoredSnapshot& snapshot);

  private:
    Database& database_;
};

} // namespace klik::journal
