#include "daemon/service_manager.hpp"

#include <fmt/core.h>
#include <systemd/sd-daemon.h>

namespace klik::daemon {

namespace {

constexpr std::chrono::seconds between_words_of_a_start{5};
constexpr std::chrono::microseconds further_time_for_a_start = std::chrono::minutes{1};
/// Late rounds still come in time.
constexpr int words_for_each_watchdog_time = 4;

std::chrono::microseconds watchdog_of_environment() {
    std::uint64_t microseconds = 0;
    const bool wanted = sd_watchdog_enabled(0, &microseconds) > 0;
    return std::chrono::microseconds{wanted ? microseconds : 0};
}

} // namespace

ServiceManager::ServiceManager() : ServiceManager{watchdog_of_environment()} {}

void ServiceManager::start_goes_on(Instant now) {
    if (now >= next_word_) {
        next_word_ = now + between_words_of_a_start;
        tell(fmt::format("EXTEND_TIMEOUT_USEC={}", further_time_for_a_start.count()));
    }
}

void ServiceManager::ready(const std::string& status) {
    next_word_ = {};
    tell("READY=1\nSTATUS=" + status);
}

void ServiceManager::round_ended(Instant now) {
    if (watchdog_.count() > 0 && now >= next_word_) {
        next_word_ = now + watchdog_ / words_for_each_watchdog_time;
        tell("WATCHDOG=1");
    }
}

void ServiceManager::stopping() {
    tell("STOPPING=1");
}

void ServiceManager::tell(const std::string& state) {
    sd_notify(0, state.c_str());
}

} // namespace klik::daemon
