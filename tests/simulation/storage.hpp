#pragma once

#include "journal/journal.hpp"
#include "simulation/defects.hpp"
#include "simulation/disk.hpp"

#include <memory>

namespace klik::simulation {

enum class JournalKind {
    simulated, ///< `SimulatedJournal`
    sqlite     ///< klikd's own, on `SqliteDisk`
};

/// What a klikd finds on the disk when it starts.
class Storage {
  public:
    virtual ~Storage() = default;
    Storage() = default;
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;

    /// Problems are those of an opening. Throws `Crash` where the machine ends in it.
    [[nodiscard]] virtual domain::Result<std::unique_ptr<journal::Journal>> open() = 0;
};

/// The disk outlives it.
[[nodiscard]] std::unique_ptr<Storage> make_storage(JournalKind kind, Disk& disk, Defect defect,
                                                    std::uint64_t seed);

} // namespace klik::simulation
