#pragma once

#include <cstddef>
#include <string>

namespace klik::bench {

struct RelaySettings {
    std::string inlet;
    std::string outgoing_topic;
    std::size_t outgoing_bytes = 0;
    // CURVE, all empty without:
    std::string platform_public_key{};
    std::string own_secret_key{};
};

/// The limit: takes each message off one socket and puts one of the given size on another, and does
/// nothing else. Prints its outlet, then runs until it is killed.
[[noreturn]] void run_relay(const RelaySettings& settings);

} // namespace klik::bench
