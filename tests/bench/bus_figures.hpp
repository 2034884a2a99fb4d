#pragma once

#include "bench/contestants.hpp"

namespace klik::bench {

struct Runs {
    std::uint64_t facts = 100'000;
    std::uint32_t tasks = 10'000;
    int count = 5;
};

/// Facts a second through klikd as shares of what goes through the relay beside it, plainly, under
/// CURVE and on a slow disk.
void print_throughput(const Programs& programs, const Runs& runs);
/// From a fact to its event at 1,000 facts a second.
/// What each of many durable clients costs beside the work for none.
void print_fan_out(const Programs& programs, const Runs& runs);
void print_latency(const Programs& programs, const Runs& runs);

} // namespace klik::bench
