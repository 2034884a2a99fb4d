#pragma once

#include <klik/error.hpp>

#include <filesystem>
#include <string>

namespace klik::common {

/// Where a plugin keeps what it must not forget: `$STATE_DIRECTORY`, else
/// `$XDG_STATE_HOME/klik-NAME`, else `~/.local/state/klik-NAME`.
[[nodiscard]] std::filesystem::path state_folder(const std::string& program);

/// The folder, made if it is missing (mode 0700), for as long as the object lives for one program
/// alone. Files that this program makes are closed to other users from then on.
class LockedFolder {
  public:
    /// `locked` when another program has it, `unusable` when it cannot be made or written.
    [[nodiscard]] static Result<LockedFolder> take(const std::filesystem::path& path);
    LockedFolder(LockedFolder&& other) noexcept;
    LockedFolder& operator=(LockedFolder&&) = delete;
    LockedFolder(const LockedFolder&) = delete;
    LockedFolder& operator=(const LockedFolder&) = delete;
    ~LockedFolder();

  private:
    explicit LockedFolder(int descriptor) : descriptor_{descriptor} {}
    int descriptor_;
};

} // namespace klik::common
