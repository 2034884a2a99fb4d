#pragma once

#include "common/state_folder.hpp"

#include <chrono>
#include <filesystem>

namespace klik::portfolio {

/// Who has it writes to the tool and reads klikd's stream: the service while it is not paused,
/// `apply` or `undo`.
[[nodiscard]] Result<common::LockedFolder> take_work_lock(const std::filesystem::path& folder);
/// The same for who has just paused the service: it lets go of it once what it is at is done.
[[nodiscard]] Result<common::LockedFolder> wait_for_work_lock(const std::filesystem::path& folder,
                                                              std::chrono::milliseconds patience);

} // namespace klik::portfolio
