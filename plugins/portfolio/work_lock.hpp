#pragma once

#include "common/state_folder.hpp"

namespace klik::portfolio {

/// Who has it writes to the tool: the service while it is not paused, `apply` or `undo`.
[[nodiscard]] inline Result<common::LockedFolder>
take_work_lock(const std::filesystem::path& folder) {
    auto locked = common::LockedFolder::take(folder / "work");
    if (!locked && locked.error().code == "locked") {
        return std::unexpected(Error{"locked", "another klik-portfolio is at work on " +
                                                   folder.native() +
                                                   "; `pause` makes the service let go of it"});
    }
    return locked;
}

} // namespace klik::portfolio
