#include "keys/guarded_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace klik::keys {

namespace {

using domain::Problem;

constexpr std::size_t most_bytes = std::size_t{1} << 20U;

/// A descriptor, closed with the object.
class OpenFile {
  public:
    explicit OpenFile(const std::filesystem::path& path)
        // Without O_NONBLOCK a named pipe would be waited for.
        : descriptor_{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)} {}
    ~OpenFile() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

std::unexpected<Problem> unreadable(const std::filesystem::path& path, int error) {
    return std::unexpected(
        Problem{"not_found", path.native(),
                "cannot be read: " + std::error_code{error, std::generic_category()}.message()});
}

domain::Result<void> check_owner_and_mode(const std::filesystem::path& path, int descriptor,
                                          Guard guard) {
    struct stat status{};
    if (::fstat(descriptor, &status) != 0) {
        return unreadable(path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return std::unexpected(Problem{"not_found", path.native(),
                                       S_ISDIR(status.st_mode) ? "is a folder; name a file in it"
                                                               : "is no regular file"});
    }
    if (status.st_uid != ::geteuid() && status.st_uid != 0) {
        return std::unexpected(Problem{"forbidden", path.native(),
                                       "belongs to another user, who could change it; it must "
                                       "belong to the user that this program runs as"});
    }
    const mode_t others = guard == Guard::reading ? S_IRWXG | S_IRWXO : S_IWGRP | S_IWOTH;
    if ((status.st_mode & others) != 0) {
        return std::unexpected(Problem{
            "forbidden", path.native(),
            guard == Guard::reading
                ? "is open to other users of this machine, so that its secret may be known; make a "
                  "new one, or if nobody can have read it: chmod 600 " +
                      path.native()
                : "can be changed by other users of this machine: chmod go-w " + path.native()});
    }
    return {};
}

} // namespace

domain::Result<void> check_guarded_file(const std::filesystem::path& path, Guard guard) {
    const OpenFile file{path};
    if (file.descriptor() < 0) {
        return unreadable(path, errno);
    }
    return check_owner_and_mode(path, file.descriptor(), guard);
}

domain::Result<std::string> read_guarded_file(const std::filesystem::path& path, Guard guard) {
    const OpenFile file{path};
    if (file.descriptor() < 0) {
        return unreadable(path, errno);
    }
    if (auto guarded = check_owner_and_mode(path, file.descriptor(), guard); !guarded) {
        return std::unexpected(std::move(guarded.error()));
    }
    std::string text;
    std::array<char, 4096> piece{};
    for (;;) {
        const auto size = ::read(file.descriptor(), piece.data(), piece.size());
        if (size < 0) {
            return unreadable(path, errno);
        }
        if (size == 0) {
            return text;
        }
        text.append(piece.data(), static_cast<std::size_t>(size));
        if (text.size() > most_bytes) {
            return std::unexpected(
                Problem{"too_large", path.native(), "is longer than 1 MiB and no file of keys"});
        }
    }
}

} // namespace klik::keys
