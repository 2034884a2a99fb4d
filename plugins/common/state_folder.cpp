#include "common/state_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <system_error>
#include <utility>

namespace klik::common {

namespace {

std::string variable(const char* name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): none of ours ever sets one
    const char* value = std::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

std::unexpected<Error> unusable(const std::filesystem::path& path, int error) {
    return std::unexpected(
        Error{"unusable", path.native() + " cannot be used: " +
                              std::error_code{error, std::generic_category()}.message()});
}

std::filesystem::path state_home() {
    const auto home = variable("XDG_STATE_HOME");
    return home.empty() ? std::filesystem::path{variable("HOME")} / ".local/state"
                        : std::filesystem::path{home};
}

/// klikd's data folder (docs/configuration.md).
std::filesystem::path data_folder(const SettingsFile& file) {
    const auto given = file.top()["data_dir"].value_or(std::string{});
    return given.empty() ? state_home() / "klikd" : file.folder() / given;
}

bool klikd_starts_it(const SettingsFile& file, const std::string& plugin) {
    const auto table = file.top()["plugins"][plugin];
    return table.is_table() && table["start"].value_or(true);
}

} // namespace

std::filesystem::path state_folder(const SettingsFile& file, const std::string& plugin) {
    if (const auto given = variable("STATE_DIRECTORY"); !given.empty()) {
        return given.substr(0, given.find(':')); // systemd separates several
    }
    return klikd_starts_it(file, plugin) ? data_folder(file) / "plugins" / plugin
                                         : state_home() / ("klik-" + plugin);
}

Result<void> say_which_state(const std::string& program, const std::filesystem::path& folder) {
    const bool readable = ::access(folder.c_str(), R_OK | X_OK) == 0;
    if (!readable && errno != ENOENT) {
        return std::unexpected(
            Error{"unusable", folder.native() + " holds the state and cannot be read: " +
                                  std::error_code{errno, std::generic_category()}.message() +
                                  "; run this as the user that klikd runs as"});
    }
    std::cerr << program << ": the state is that of " << folder.native()
              << (readable ? "\n" : ", where there is none yet\n");
    return {};
}

Result<LockedFolder> LockedFolder::take(const std::filesystem::path& path) {
    ::umask(S_IRWXG | S_IRWXO); // what is made there is nobody else's
    std::error_code failure;
    if (path.has_parent_path()) {
        std::filesystem::create_directories(path.parent_path(), failure);
    }
    if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        return unusable(path, errno);
    }
    const auto file = path / "lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        return unusable(file, errno);
    }
    LockedFolder locked{descriptor};
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        return std::unexpected(
            Error{"locked", path.native() + " is in use by another one of this program; two would "
                                            "do everything twice"});
    }
    return locked;
}

LockedFolder::LockedFolder(LockedFolder&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)} {}

LockedFolder::~LockedFolder() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

} // namespace klik::common
