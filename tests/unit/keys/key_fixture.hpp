#pragma once

#include "domain/problem.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace klik::keys::test {

/// A folder of its own, gone with the object.
class Folder {
  public:
    Folder() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "klik-keys-XXXXXX").native();
        path_ = mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
        return path_ / name;
    }
    [[nodiscard]] std::filesystem::path file(const std::string& name, const std::string& text,
                                             mode_t mode = 0600) const {
        const auto path = path_ / name;
        std::ofstream{path} << text;
        chmod(path.c_str(), mode);
        return path;
    }

  private:
    std::filesystem::path path_;
};

inline unsigned mode_of(const std::filesystem::path& path) {
    struct stat status{};
    return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

} // namespace klik::keys::test
