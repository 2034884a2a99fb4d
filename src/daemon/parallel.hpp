#pragma once

#include <cstddef>
#include <functional>

namespace klik::daemon {

/// Calls the work for each part below `parts`, in this thread and in some more where the machine
/// has several processors, and returns when all of it is done. The work is called by several
/// threads at once, each time for another part; what it throws comes out here.
void in_threads(std::size_t parts, const std::function<void(std::size_t)>& work);

} // namespace klik::daemon
