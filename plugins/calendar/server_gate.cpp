#include "calendar/server_gate.hpp"

#include <fmt/core.h>

namespace klik::calendar {

void ServerGate::worked() {
    failures_ = 0;
    trouble_.is_over("it can be used again");
}

void ServerGate::failed(const Error& error) {
    if (error.code == "interrupted") {
        return;
    }
    closed_until_ = std::chrono::steady_clock::now() + back_off_.after(++failures_);
    trouble_.lasts(
        name_, fmt::format("it cannot be used; {} and is tried again: {}", meanwhile_, error.text));
}

ServerGate gate_of_server(const std::string& server) {
    return {server, {"C220", "C221", "everything waits"}};
}

} // namespace klik::calendar
