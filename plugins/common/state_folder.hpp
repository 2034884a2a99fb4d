#pragma once

#include "common/settings.hpp"

#include <klik/error.hpp>

#include <filesystem>
#include <string>

namespace klik::common {

/// Where the plugin `[plugins.NAME]` keeps what it must not forget: `$STATE_DIRECTORY`; without it
/// the folder that klikd gives it, `plugins/NAME` in its data folder, where klikd starts it by that
/// file; else `klik-NAME` in `$XDG_STATE_HOME` or `~/.local/state`.
[[nodiscard]] std::filesystem::path state_folder(const SettingsFile& file,
                                                 const std::string& plugin);

/// For a run that only looks: says on standard error which folder it looks into. `unusable` where
/// that is there and may not be read.
[[nodiscard]] Result<void> say_which_state(const std::string& program,
                                           const std::filesystem::path& folder);

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
