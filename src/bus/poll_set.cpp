#include "bus/poll_set.hpp"

namespace klik::bus {

void PollSet::wait(std::chrono::milliseconds at_most) {
    try {
        zmq::poll(items_, at_most);
    } catch (const zmq::error_t& failure) {
        if (failure.num() !=
            EINTR) { // a debugger interrupts; the loop looks around and waits again
            throw;
        }
    }
}

} // namespace klik::bus
