#include "journal/journal_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace klik::journal {

namespace {

using domain::Problem;
using domain::Result;

constexpr mode_t folder_mode = 0700;
constexpr mode_t file_mode = 0600;

Result<void> make_folder(const std::string& path) {
    const std::filesystem::path parent = std::filesystem::path(path).parent_path();
    std::error_code error;
    if (!parent.empty()) {
        std::filesystem::create_directories(parent, error);
        if (error) {
            return std::unexpected(unusable(path, "the data folder cannot be made", error.value()));
        }
    }
    if (mkdir(path.c_str(), folder_mode) != 0 && errno != EEXIST) {
        return std::unexpected(unusable(path, "the data folder cannot be made", errno));
    }
    if (!std::filesystem::is_directory(path, error)) {
        return std::unexpected(unusable(path, "the data folder cannot be used", ENOTDIR));
    }
    return {};
}

std::string holder(int descriptor) {
    std::array<char, 32> text{};
    const ssize_t size = pread(descriptor, text.data(), text.size(), 0);
    std::string process(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    if (const auto end = process.find('\n'); end != std::string::npos) {
        process.resize(end);
    }
    return process.empty() ? std::string("another klikd")
                           : "another klikd (process " + process + ")";
}

/// For the reader of a `locked` problem only; the lock itself does not depend on it.
void leave_process_id(int descriptor) {
    const std::string line = fmt::format("{}\n", getpid());
    if (ftruncate(descriptor, 0) == 0) {
        // A full disk costs the number in that problem's text, nothing else.
        [[maybe_unused]] const ssize_t written = pwrite(descriptor, line.data(), line.size(), 0);
    }
}

} // namespace

Problem unusable(const std::string& path, const std::string& what, int error) {
    return {"unusable", path,
            fmt::format("{} ({}); check the path, the rights on it and the free space, or name "
                        "another data folder",
                        what, std::generic_category().message(error))};
}

JournalFolder::JournalFolder(std::string path, int lock_descriptor)
    : path_(std::move(path)), lock_descriptor_(lock_descriptor) {}

JournalFolder::JournalFolder(JournalFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_descriptor_(std::exchange(other.lock_descriptor_, -1)) {}

JournalFolder::~JournalFolder() {
    if (lock_descriptor_ >= 0) {
        close(lock_descriptor_);
    }
}

Result<JournalFolder> JournalFolder::claim(const std::string& folder) {
    // "data/" and "data" are one folder; without the slash its parent is found.
    std::string path = folder;
    while (path.size() > 1 && path.back() == '/') {
        path.pop_back();
    }
    if (auto made = make_folder(path); !made) {
        return std::unexpected(std::move(made.error()));
    }
    const std::string lock = path + "/lock";
    // Close-on-exec, or a plugin that klikd starts would hold the lock on after klikd's end.
    JournalFolder claimed(path, open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, file_mode));
    if (claimed.lock_descriptor_ < 0) {
        return std::unexpected(unusable(lock, "the lock file cannot be opened", errno));
    }
    if (flock(claimed.lock_descriptor_, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            return std::unexpected(unusable(lock, "the folder cannot be locked", errno));
        }
        return std::unexpected(Problem{
            "locked", lock,
            fmt::format(
                "{} works on this data folder; stop it, or give this one a folder of its own",
                holder(claimed.lock_descriptor_))});
    }
    leave_process_id(claimed.lock_descriptor_);
    return claimed;
}

Result<void> JournalFolder::sync() const {
    const int descriptor = open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return std::unexpected(unusable(path_, "the data folder cannot be opened", errno));
    }
    const int status = fsync(descriptor);
    const int error = errno;
    close(descriptor);
    if (status != 0) {
        return std::unexpected(unusable(path_, "the data folder cannot be synced", error));
    }
    return {};
}

} // namespace klik::journal
