#include "daemon/back_off.hpp"

#include <algorithm>
#include <utility>

namespace klik::daemon {

std::chrono::seconds BackOff::wait_after(bus::Instant::duration ran) {
    if (ran >= long_enough) {
        begin_anew();
    }
    return std::exchange(next_, std::min(2 * next_, longest));
}

} // namespace klik::daemon
