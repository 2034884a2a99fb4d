#include "common/stop_signal.hpp"

#include "common/parent.hpp"

#include <csignal>

namespace klik::common {

namespace {

volatile std::sig_atomic_t asked = 0;

extern "C" void ask(int /*signal*/) {
    asked = 1;
}

} // namespace

void mind_stop_signals() {
    std::signal(SIGTERM, ask);
    std::signal(SIGINT, ask);
    std::signal(SIGPIPE, SIG_IGN);
}

bool asked_to_stop() {
    return asked != 0 || klikd_is_gone();
}

} // namespace klik::common
