#pragma once

#include "simulation/disk.hpp"

#include <filesystem>
#include <memory>

struct sqlite3_vfs;

namespace klik::simulation {

/// While it lives, SQLite has its files on the `Disk`: it is SQLite's default file system, made of
/// C functions. A file is known by its name without the folder. The C++ around SQLite looks at a
/// real folder; what it renames or makes there is followed.
///
/// Where the disk has the machine end, it is stopped, and from then on everything fails: an
/// exception cannot pass through SQLite. Whoever called it asks `Disk::stopped`.
class SqliteDisk {
  public:
    /// `seed` is for the random numbers that SQLite asks for.
    SqliteDisk(Disk& disk, std::filesystem::path folder, std::uint64_t seed);
    ~SqliteDisk();
    SqliteDisk(const SqliteDisk&) = delete;
    SqliteDisk& operator=(const SqliteDisk&) = delete;

    [[nodiscard]] Disk& disk() { return *disk_; }
    [[nodiscard]] Random& random() { return random_; }
    /// What the C++ has done to the file in the folder since.
    void follow(const std::string& file);

  private:
    Disk* disk_;
    std::filesystem::path folder_;
    Random random_;
    std::unique_ptr<sqlite3_vfs> vfs_;
};

} // namespace klik::simulation
