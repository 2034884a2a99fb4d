#pragma once

#include "simulation/sqlite_disk.hpp"
#include "simulation/storage.hpp"

namespace klik::simulation {

/// klikd's own journal and SQLite, whose files lie on the simulated disk. A real folder has a file
/// of each name and size, without bytes: `open_sqlite_journal` looks at them before SQLite does.
class SqliteStorage final : public Storage {
  public:
    SqliteStorage(Disk& disk, std::uint64_t seed);
    ~SqliteStorage() override;

    [[nodiscard]] domain::Result<std::unique_ptr<journal::Journal>> open() override;

  private:
    void show_files() const;

    Disk* disk_;
    std::filesystem::path folder_;
    SqliteDisk files_;
};

} // namespace klik::simulation
