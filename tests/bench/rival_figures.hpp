#pragma once

#include "bench/contestants.hpp"

#include <filesystem>

namespace klik::bench {

struct RivalRuns {
    std::uint32_t tasks = 10'000;
    int count = 5;
    double seconds = 3; ///< that each run of each takes, about
};

/// klikd beside what a user would pick instead, whose programs are in that folder: facts a second,
/// processor and memory, and where a rival wins.
void print_rivals(const Programs& programs, const std::filesystem::path& folder,
                  const RivalRuns& runs);

} // namespace klik::bench
