#include "daemon/signals.hpp"

#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <utility>

namespace klik::daemon {

domain::Result<Signals> Signals::block() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        sigaddset(&set, signal);
    }
    // A client that closes its end of a socket must not end the process.
    const bool ignored = std::signal(SIGPIPE, SIG_IGN) != SIG_ERR;
    const bool blocked = ignored && pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0;
    const int descriptor = blocked ? signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC) : -1;
    if (descriptor < 0) {
        return std::unexpected(
            domain::Problem{"unusable", "", "the system does not let signals be read"});
    }
    return Signals{descriptor};
}

Signals::~Signals() {
    if (descriptor_ >= 0) {
        close(descriptor_);
    }
}

Signals::Signals(Signals&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

std::optional<Signal> Signals::next() {
    signalfd_siginfo info{};
    if (read(descriptor_, &info, sizeof info) != static_cast<ssize_t>(sizeof info)) {
        return std::nullopt;
    }
    return info.ssi_signo == static_cast<unsigned>(SIGHUP) ? Signal::reload : Signal::end;
}

} // namespace klik::daemon
