#include "portfolio/work_lock.hpp"

#include "common/stop_signal.hpp"

#include <thread>

namespace klik::portfolio {

Result<common::LockedFolder> take_work_lock(const std::filesystem::path& folder) {
    auto locked = common::LockedFolder::take(folder / "work");
    if (!locked && locked.error().code == "locked") {
        return std::unexpected(Error{"locked", "another klik-portfolio is at work on " +
                                                   folder.native() +
                                                   "; `pause` makes the service let go of it"});
    }
    return locked;
}

Result<common::LockedFolder> wait_for_work_lock(const std::filesystem::path& folder,
                                                std::chrono::milliseconds patience) {
    constexpr std::chrono::milliseconds between_tries{50};
    const auto until = std::chrono::steady_clock::now() + patience;
    while (true) {
        auto locked = take_work_lock(folder);
        const bool is_in_use = !locked && locked.error().code == "locked";
        if (!is_in_use || common::asked_to_stop() || std::chrono::steady_clock::now() >= until) {
            return locked;
        }
        std::this_thread::sleep_for(between_tries);
    }
}

} // namespace klik::portfolio
