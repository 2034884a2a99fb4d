#pragma once

#include "domain/problem.hpp"

#include <string>

namespace klik::journal {

/// The data folder and this process's sole right to it. The kernel drops the lock with the process,
/// however that ends.
class JournalFolder {
  public:
    /// Makes the folder (mode 0700) where it is missing. Problems: `unusable`, `locked`.
    [[nodiscard]] static domain::Result<JournalFolder> claim(const std::string& folder);
    ~JournalFolder();
    JournalFolder(JournalFolder&& other) noexcept;
    JournalFolder(const JournalFolder&) = delete;
    JournalFolder& operator=(const JournalFolder&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
    /// Makes renamed and new files of the folder survive a power cut.
    [[nodiscard]] domain::Result<void> sync() const;

  private:
    JournalFolder(std::string path, int lock_descriptor);

    std::string path_;
    int lock_descriptor_;
};

/// `unusable`, with what the system says about `error` and what to do.
[[nodiscard]] domain::Problem unusable(const std::string& path, const std::string& what, int error);

} // namespace klik::journal
