#pragma once

#include "domain/problem.hpp"
#include "support/temporary_folder.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <string>

namespace klik::keys::test {

/// For files of keys, which have a mode.
class Folder : public klik::test::TemporaryFolder {
  public:
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
        return path() / name;
    }
    [[nodiscard]] std::filesystem::path file(const std::string& name, const std::string& text,
                                             mode_t mode = 0600) const {
        const auto path = write(name, text);
        chmod(path.c_str(), mode);
        return path;
    }
};

inline unsigned mode_of(const std::filesystem::path& path) {
    struct stat status{};
    return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

} // namespace klik::keys::test
