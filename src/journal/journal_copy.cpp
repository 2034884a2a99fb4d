#include "journal/journal_copy.hpp"

#include "journal/journal_format.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace klik::journal {

namespace {

namespace fs = std::filesystem;
using domain::Problem;
using domain::Result;

Problem cannot(const fs::path& path, int error) {
    return unusable(path.native(), "cannot be written", error);
}

Result<void> sync_path(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return std::unexpected(cannot(path, errno));
    }
    const int status = ::fsync(descriptor);
    const int error = errno;
    ::close(descriptor);
    return status == 0 ? Result<void>{} : std::unexpected(cannot(path, error));
}

/// A new file of mode 0600 with what the database holds at one moment, on disk.
Result<CopiedFile> copy_database(Database& database, const fs::path& folder, const fs::path& name) {
    const fs::path target = folder / name;
    // SQLite writes into an empty file as well, and would make one that others can read.
    const int descriptor =
        ::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        return std::unexpected(cannot(target, errno));
    }
    ::close(descriptor);
    auto copy = database.query("VACUUM INTO ?1");
    if (auto done = copy.bind(target.native()).run(); !done) {
        return std::unexpected(std::move(done.error()));
    }
    if (auto synced = sync_path(target); !synced) {
        return std::unexpected(std::move(synced.error()));
    }
    return CopiedFile{name, fs::file_size(target)};
}

/// `plugins/NAME/*.db` of a data folder, or of a copy of one.
std::vector<fs::path> plugin_files(const fs::path& data) {
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& plugin : fs::directory_iterator{data / plugins_folder, none}) {
        for (const auto& file : fs::directory_iterator{plugin.path(), none}) {
            if (file.path().extension() == ".db" && file.is_regular_file(none)) {
                found.push_back(fs::path{plugins_folder} / plugin.path().filename() /
                                file.path().filename());
            }
        }
    }
    std::ranges::sort(found);
    return found;
}

Result<CopiedFile> copy_plugin_file(const fs::path& from, const fs::path& to,
                                    const fs::path& name) {
    const fs::path folder = (to / name).parent_path();
    for (const auto& needed : {to / plugins_folder, folder}) {
        if (::mkdir(needed.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
            return std::unexpected(cannot(needed, errno));
        }
    }
    auto database = Database::open_for_reading((from / name).native());
    if (!database) {
        return std::unexpected(std::move(database.error()));
    }
    auto copied = copy_database(**database, to, name);
    if (copied) {
        if (auto synced = sync_path(folder); !synced) {
            return std::unexpected(std::move(synced.error()));
        }
    }
    return copied;
}

} // namespace

Result<std::vector<CopiedFile>> copy_files(Database& journal, const fs::path& from,
                                           const fs::path& to) {
    auto copied = copy_database(journal, to, journal_file_name);
    if (!copied) {
        return std::unexpected(std::move(copied.error()));
    }
    std::vector<CopiedFile> files{*std::move(copied)};
    for (const auto& name : plugin_files(from)) {
        auto plugin = copy_plugin_file(from, to, name);
        if (!plugin) {
            return std::unexpected(std::move(plugin.error()));
        }
        files.push_back(*std::move(plugin));
    }
    for (const auto& folder : {to / plugins_folder, to}) {
        if (auto synced = fs::exists(folder) ? sync_path(folder) : Result<void>{}; !synced) {
            return std::unexpected(std::move(synced.error()));
        }
    }
    return files;
}

Result<std::vector<CopiedFile>> copy_data(const fs::path& data, const fs::path& copy) {
    auto journal = open_journal_file_for_reading((data / journal_file_name).native());
    if (!journal) {
        return std::unexpected(std::move(journal.error()));
    }
    if (::mkdir(copy.c_str(), S_IRWXU) != 0) {
        return std::unexpected(
            errno == EEXIST ? Problem{"conflict", copy.native(),
                                      "is there already, and a backup is not overwritten; name a "
                                      "folder that is not there yet"}
                            : cannot(copy, errno));
    }
    auto files = copy_files(**journal, data, copy);
    if (files) {
        if (auto synced = sync_path(fs::absolute(copy).parent_path()); !synced) {
            files = std::unexpected(std::move(synced.error()));
        }
    }
    if (!files) {
        std::error_code ignored;
        fs::remove_all(copy, ignored);
    }
    return files;
}

} // namespace klik::journal
