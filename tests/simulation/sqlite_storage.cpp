#include "simulation/sqlite_storage.hpp"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace klik::simulation {

namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 4> files{"journal.db", "journal.db-wal", "journal.db.new",
                                           "journal.db.new-journal"};

fs::path new_folder() {
    // Nothing of it has to last, and memory is faster.
    const fs::path memory{"/dev/shm"};
    const fs::path parent = fs::is_directory(memory) ? memory : fs::temp_directory_path();
    std::string name = parent / "klik-simulate-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no folder can be made in " + parent.native());
    }
    return name;
}

} // namespace

SqliteStorage::SqliteStorage(Disk& disk, std::uint64_t seed)
    : disk_{&disk}, folder_{new_folder()}, files_{disk, folder_, seed} {}

SqliteStorage::~SqliteStorage() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void SqliteStorage::show_files() const {
    for (const auto* name : files) {
        const fs::path shown = folder_ / name;
        if (!disk_->has(name)) {
            fs::remove(shown);
            continue;
        }
        std::ofstream{shown, std::ios::app}.flush();
        fs::resize_file(shown, disk_->bytes(name).size());
    }
}

domain::Result<std::unique_ptr<journal::Journal>> SqliteStorage::open() {
    show_files();
    auto opened = journal::open_sqlite_journal(folder_);
    if (disk_->stopped()) {
        throw Crash{};
    }
    return opened;
}

} // namespace klik::simulation
