#include "simulation/sqlite_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace klik::simulation {

namespace {

constexpr int longest_path = 512;
constexpr int page_of_disk_bytes = 4096;

/// What SQLite shares between the connections of one machine; it is gone with the last of them.
struct SharedMemory {
    std::vector<std::unique_ptr<char[]>> regions; // NOLINT(modernize-avoid-c-arrays)
};

struct OpenFile {
    sqlite3_file base; ///< first, for SQLite
    SqliteDisk* owner;
    std::string name;
    bool is_new; ///< its first sync makes the folder durable as well, as SQLite has it
    SharedMemory shared;

    [[nodiscard]] Disk& disk() const { return owner->disk(); }
};

OpenFile& of(sqlite3_file* file) {
    return *reinterpret_cast<OpenFile*>(file); // NOLINT(*-reinterpret-cast)
}

SqliteDisk& of(sqlite3_vfs* vfs) {
    return *static_cast<SqliteDisk*>(vfs->pAppData);
}

std::string name_of(const char* path) {
    return std::filesystem::path{path}.filename().native();
}

/// Status of what the disk was asked for; `failed` where it refuses.
template <class Ask>
int asked(Disk& disk, int failed, Ask ask) {
    if (disk.stopped()) {
        return failed;
    }
    try {
        return ask() ? SQLITE_OK : failed;
    } catch (const Crash&) {
        disk.stop();
        return failed;
    }
}

// --- A file ---

int close_file(sqlite3_file* file) {
    of(file).~OpenFile();
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
    if (of(file).disk().stopped()) {
        return SQLITE_IOERR_READ;
    }
    const auto& bytes = of(file).disk().bytes(of(file).name);
    const auto wanted = static_cast<std::size_t>(size);
    const auto from = std::min(static_cast<std::size_t>(offset), bytes.size());
    const auto there = std::min(wanted, bytes.size() - from);
    std::memcpy(into, bytes.data() + from, there);
    std::memset(static_cast<char*>(into) + there, 0, wanted - there);
    return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    const std::string_view bytes{static_cast<const char*>(from), static_cast<std::size_t>(size)};
    Disk& disk = of(file).disk();
    return asked(disk, SQLITE_FULL, [&] {
        return disk.write(of(file).name, static_cast<std::size_t>(offset), bytes).has_value();
    });
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    Disk& disk = of(file).disk();
    return asked(disk, SQLITE_IOERR_TRUNCATE, [&] {
        disk.truncate(of(file).name, static_cast<std::size_t>(size));
        return true;
    });
}

int sync_file(sqlite3_file* file, int /*flags*/) {
    Disk& disk = of(file).disk();
    return asked(disk, SQLITE_IOERR_FSYNC, [&] {
        if (!disk.sync(of(file).name)) {
            return false;
        }
        if (std::exchange(of(file).is_new, false)) {
            disk.sync_folder();
        }
        return true;
    });
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(of(file).disk().bytes(of(file).name).size());
    return SQLITE_OK;
}

// One connection alone opens the file: there is nobody to lock out.
int lock_file(sqlite3_file* /*file*/, int /*level*/) {
    return SQLITE_OK;
}

int look_for_lock(sqlite3_file* /*file*/, int* locked) {
    *locked = 0;
    return SQLITE_OK;
}

int control_file(sqlite3_file* /*file*/, int /*operation*/, void* /*argument*/) {
    return SQLITE_NOTFOUND;
}

int sector_of_file(sqlite3_file* /*file*/) {
    return page_of_disk_bytes;
}

/// As SQLite takes it of a file of Linux: bytes beside those that are written stay as they are.
int characteristics_of_file(sqlite3_file* /*file*/) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int map_shared(sqlite3_file* file, int region, int size, int extend, volatile void** mapped) {
    auto& regions = of(file).shared.regions;
    while (extend != 0 && regions.size() <= static_cast<std::size_t>(region)) {
        regions.push_back(std::make_unique<char[]>(
            static_cast<std::size_t>(size))); // NOLINT(modernize-avoid-c-arrays)
    }
    *mapped = static_cast<std::size_t>(region) < regions.size()
                  ? regions[static_cast<std::size_t>(region)].get()
                  : nullptr;
    return SQLITE_OK;
}

int lock_shared(sqlite3_file* /*file*/, int /*offset*/, int /*count*/, int /*flags*/) {
    return SQLITE_OK;
}

void pass_shared_barrier(sqlite3_file* /*file*/) {}

int unmap_shared(sqlite3_file* file, int /*remove*/) {
    of(file).shared.regions.clear();
    return SQLITE_OK;
}

constexpr sqlite3_io_methods methods_of_a_file{2,
                                               close_file,
                                               read_file,
                                               write_file,
                                               truncate_file,
                                               sync_file,
                                               size_of_file,
                                               lock_file,
                                               lock_file,
                                               look_for_lock,
                                               control_file,
                                               sector_of_file,
                                               characteristics_of_file,
                                               map_shared,
                                               lock_shared,
                                               pass_shared_barrier,
                                               unmap_shared,
                                               nullptr,
                                               nullptr};

// --- The file system ---

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_now) {
    file->pMethods = nullptr;
    SqliteDisk& owner = of(vfs);
    if (path == nullptr || owner.disk().stopped()) {
        return SQLITE_CANTOPEN; // klikd keeps what is temporary in memory
    }
    const std::string name = name_of(path);
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0) {
        owner.follow(name);
    }
    if (!owner.disk().has(name)) {
        if ((flags & SQLITE_OPEN_CREATE) == 0) {
            return SQLITE_CANTOPEN;
        }
        owner.disk().truncate(name, 0);
    }
    const bool is_log = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    const bool is_new = is_log && (flags & SQLITE_OPEN_CREATE) != 0;
    auto* opened = new (file) OpenFile{{&methods_of_a_file}, &owner, name, is_new, {}};
    if (flags_now != nullptr) {
        *flags_now = flags;
    }
    return opened->base.pMethods == nullptr ? SQLITE_CANTOPEN : SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    Disk& disk = of(vfs).disk();
    if (!disk.has(name_of(path))) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    return asked(disk, SQLITE_IOERR_DELETE, [&] {
        disk.remove(name_of(path));
        return sync_folder == 0 || disk.sync(name_of(path)).has_value();
    });
}

int look_at_file(sqlite3_vfs* vfs, const char* path, int flags, int* answer) {
    // As SQLite's own: an empty file counts as none.
    Disk& disk = of(vfs).disk();
    *answer = flags == SQLITE_ACCESS_EXISTS
                  ? static_cast<int>(disk.has(name_of(path)) && !disk.bytes(name_of(path)).empty())
                  : 1;
    return SQLITE_OK;
}

int whole_path(sqlite3_vfs* /*vfs*/, const char* path, int size, char* into) {
    if (std::strlen(path) >= static_cast<std::size_t>(size)) {
        return SQLITE_CANTOPEN;
    }
    std::strcpy(into, path);
    return SQLITE_OK;
}

int random_bytes(sqlite3_vfs* vfs, int size, char* into) {
    std::generate_n(into, size, [&] { return static_cast<char>(of(vfs).random().below(256)); });
    return size;
}

int sleep_for(sqlite3_vfs* /*vfs*/, int microseconds) {
    return microseconds;
}

int current_time(sqlite3_vfs* /*vfs*/, double* julian_day) {
    constexpr double some_day = 2460000.5;
    *julian_day = some_day;
    return SQLITE_OK;
}

int last_error(sqlite3_vfs* /*vfs*/, int /*size*/, char* /*text*/) {
    return 0;
}

} // namespace

SqliteDisk::SqliteDisk(Disk& disk, std::filesystem::path folder, std::uint64_t seed)
    : disk_{&disk}, folder_{std::move(folder)}, random_{seed},
      vfs_{std::make_unique<sqlite3_vfs>()} {
    vfs_->iVersion = 1;
    vfs_->szOsFile = sizeof(OpenFile);
    vfs_->mxPathname = longest_path;
    vfs_->zName = "klik-simulation";
    vfs_->pAppData = this;
    vfs_->xOpen = open_file;
    vfs_->xDelete = delete_file;
    vfs_->xAccess = look_at_file;
    vfs_->xFullPathname = whole_path;
    vfs_->xRandomness = random_bytes;
    vfs_->xSleep = sleep_for;
    vfs_->xCurrentTime = current_time;
    vfs_->xGetLastError = last_error;
    constexpr int as_default = 1;
    sqlite3_vfs_register(vfs_.get(), as_default);
    sqlite3_randomness(0, nullptr); // it asks for a new seed
}

SqliteDisk::~SqliteDisk() {
    sqlite3_vfs_unregister(vfs_.get());
}

void SqliteDisk::follow(const std::string& file) {
    const std::filesystem::path path = folder_ / file;
    const std::string before = file + ".new";
    if (!disk_->has(file) && disk_->has(before) && !std::filesystem::exists(folder_ / before)) {
        disk_->rename(before, file);
    } else if (std::filesystem::exists(path) && std::filesystem::file_size(path) == 0) {
        // Made a moment ago, in the place of what was left of another.
        disk_->truncate(file, 0);
        disk_->remove(file + "-journal");
    }
}

} // namespace klik::simulation
