#include "simulation/storage.hpp"

#include "simulation/simulated_journal.hpp"
#include "simulation/sqlite_storage.hpp"

namespace klik::simulation {

namespace {

class SimulatedStorage final : public Storage {
  public:
    SimulatedStorage(Disk& disk, Defect defect) : disk_{&disk}, defect_{defect} {}

    domain::Result<std::unique_ptr<journal::Journal>> open() override {
        return SimulatedJournal::open(*disk_, defect_);
    }

  private:
    Disk* disk_;
    Defect defect_;
};

} // namespace

std::unique_ptr<Storage> make_storage(JournalKind kind, Disk& disk, Defect defect,
                                      std::uint64_t seed) {
    if (kind == JournalKind::sqlite) {
        return std::make_unique<SqliteStorage>(disk, seed);
    }
    return std::make_unique<SimulatedStorage>(disk, defect);
}

} // namespace klik::simulation
