#include "journal/journal_restore.hpp"

#include "journal/journal_check.hpp"
#include "journal/journal_format.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace klik::journal {

namespace {

namespace fs = std::filesystem;
using domain::Problem;
using domain::Result;

constexpr const char* preparing_folder = "restoring";
/// What SQLite keeps beside a file, and what belongs to it.
constexpr std::array<const char*, 2> companions{"-wal", "-shm"};

std::unexpected<Problem> cannot(const fs::path& path, const std::error_code& error) {
    return std::unexpected(unusable(path.native(), "cannot be put in place", error.value()));
}

Result<std::string> give_new_epoch(const fs::path& file) {
    auto database = Database::open(file.native());
    if (!database) {
        return std::unexpected(std::move(database.error()));
    }
    if (auto done = (*database)->execute("PRAGMA synchronous=FULL; UPDATE meta SET value = "
                                         "lower(hex(randomblob(16))) WHERE key = 'epoch'");
        !done) {
        return std::unexpected(std::move(done.error()));
    }
    auto epoch = (*database)->query("SELECT value FROM meta WHERE key = 'epoch'");
    const auto row = epoch.step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? Result<std::string>{epoch.bytes(0)}
                : std::unexpected(damaged(file.native(), "its epoch is missing"));
}

/// The copy in a folder of its own: whole, looked at, and under a new epoch.
Result<Restored> prepare(const fs::path& copy, const fs::path& prepared) {
    std::error_code error;
    const bool is_folder = fs::is_directory(copy, error);
    const fs::path file = is_folder ? copy / journal_file_name : copy;
    auto database = open_any_journal_for_reading(file.native());
    if (!database) {
        return std::unexpected(std::move(database.error()));
    }
    const auto flaws = flaws_of(**database);
    if (!flaws) {
        return std::unexpected(flaws.error());
    }
    if (!flaws->empty()) {
        return std::unexpected(damaged(file.native(), flaws->front()));
    }
    if (::mkdir(prepared.c_str(), S_IRWXU) != 0) {
        return cannot(prepared, {errno, std::generic_category()});
    }
    // Beside a journal's file alone lies nothing of plugins that belongs to it.
    auto files = copy_files(**database, is_folder ? copy : prepared, prepared);
    if (!files) {
        return std::unexpected(std::move(files.error()));
    }
    auto epoch = give_new_epoch(prepared / journal_file_name);
    if (!epoch) {
        return std::unexpected(std::move(epoch.error()));
    }
    return Restored{*std::move(epoch), *std::move(files)};
}

fs::path next_replaced(const fs::path& data) {
    for (int number = 1;; ++number) {
        auto path = data / fmt::format("replaced-{}", number);
        std::error_code none;
        if (!fs::exists(path, none)) {
            return path;
        }
    }
}

/// Root makes files that klikd's user could not open.
Result<void> give_to_owner(const fs::path& path, const struct stat& owner) {
    if (::geteuid() == 0 && ::lchown(path.c_str(), owner.st_uid, owner.st_gid) != 0) {
        return cannot(path, {errno, std::generic_category()});
    }
    return {};
}

/// Those that the name of a file below `base` leads through, and `base` itself.
Result<void> make_folders(fs::path base, const fs::path& name, const struct stat& owner) {
    const auto made = [&owner](const fs::path& folder) -> Result<void> {
        if (::mkdir(folder.c_str(), S_IRWXU) == 0) {
            return give_to_owner(folder, owner);
        }
        return errno == EEXIST ? Result<void>{} : cannot(folder, {errno, std::generic_category()});
    };
    auto done = made(base);
    for (const auto& part : name.parent_path()) {
        base /= part;
        if (done) {
            done = made(base);
        }
    }
    return done;
}

/// Keeps what is in the way of `name`: its log goes first, which is nothing without it. The file
/// itself gets a second name, so that there is one under its own at every moment.
Result<void> keep_old(const fs::path& data, const fs::path& name, const fs::path& replaced,
                      const struct stat& owner) {
    if (auto made = make_folders(replaced, name, owner); !made) {
        return made;
    }
    std::error_code error;
    for (const char* const companion : companions) {
        const fs::path beside = name.native() + companion;
        if (!error && fs::exists(data / beside)) {
            fs::rename(data / beside, replaced / beside, error);
        }
    }
    if (!error && fs::exists(data / name)) {
        fs::create_hard_link(data / name, replaced / name, error);
    }
    return error ? cannot(replaced / name, error) : Result<void>{};
}

Result<void> put_in_place(const fs::path& data, const fs::path& prepared, const fs::path& name,
                          const struct stat& owner) {
    if (auto made = make_folders(data, name, owner); !made) {
        return made;
    }
    if (auto given = give_to_owner(prepared / name, owner); !given) {
        return given;
    }
    std::error_code error;
    fs::rename(prepared / name, data / name, error);
    return error ? cannot(data / name, error) : Result<void>{};
}

bool any_in_the_way(const fs::path& data, const std::vector<CopiedFile>& files) {
    return std::ranges::any_of(files, [&](const CopiedFile& file) {
        std::error_code none;
        return fs::exists(data / file.name, none) ||
               fs::exists(data / (file.name.native() + "-wal"), none);
    });
}

} // namespace

Result<Restored> restore_data(const fs::path& copy, const fs::path& data, bool replace) {
    auto folder = JournalFolder::claim(data.native());
    if (!folder) {
        return std::unexpected(std::move(folder.error()));
    }
    struct stat owner{};
    if (::stat(data.c_str(), &owner) != 0) {
        return cannot(data, {errno, std::generic_category()});
    }
    std::error_code ignored;
    if (fs::exists(data / journal_file_name, ignored) && !replace) {
        return std::unexpected(
            Problem{"conflict", data.native(),
                    "has a journal; with --replace it is moved aside and nothing of it is lost"});
    }
    const fs::path prepared = data / preparing_folder;
    fs::remove_all(prepared, ignored); // of a restore that was cut off
    auto restored = prepare(copy, prepared);
    if (!restored) {
        fs::remove_all(prepared, ignored);
        return restored;
    }
    if (any_in_the_way(data, restored->files)) {
        restored->replaced = next_replaced(data);
    }
    for (const auto& file : restored->files) {
        auto done = restored->replaced.empty()
                        ? Result<void>{}
                        : keep_old(data, file.name, restored->replaced, owner);
        if (done) {
            done = put_in_place(data, prepared, file.name, owner);
        }
        if (!done) {
            return std::unexpected(std::move(done.error()));
        }
    }
    fs::remove_all(prepared, ignored);
    if (auto given = give_to_owner(data / "lock", owner); !given) {
        return std::unexpected(std::move(given.error()));
    }
    if (auto synced = folder->sync(); !synced) {
        return std::unexpected(std::move(synced.error()));
    }
    return restored;
}

} // namespace klik::journal
