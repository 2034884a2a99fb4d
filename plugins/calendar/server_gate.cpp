#include "calendar/server_gate.hpp"

#include <fmt/core.h>

namespace klik::calendar {

void ServerGate::worked() {
    failures_ = 0;
    trouble_.is_over(fmt::format("{} can be used again", server_));
}

void ServerGate::failed(const Error& error) {
    if (error.code == "interrupted") {
        return;
    }
    closed_until_ = std::chrono::steady_clock::now() + back_off_.after(++failures_);
    trouble_.lasts(fmt::format("{} cannot be used; everything waits and is tried again: {}",
                               server_, error.text));
}

} // namespace klik::calendar
