#pragma once

#include "simulation/storage.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace klik::simulation {

/// What a run does is given by its seed, the steps of it that are taken, and how many tasks there
/// are.
struct Plan {
    std::uint64_t seed = 0;
    std::vector<std::uint64_t> steps;
    int tasks = 6;
    Defect defect = Defect::none;
    JournalKind journal = JournalKind::simulated;
};
[[nodiscard]] Plan whole_plan(std::uint64_t seed, std::uint64_t steps, Defect defect = Defect::none,
                              JournalKind journal = JournalKind::simulated);

/// What a run went through, or several together.
struct Figures {
    std::uint64_t runs = 0;
    std::uint64_t steps = 0;
    std::uint64_t days = 0; ///< that passed
    std::uint64_t records = 0;
    std::uint64_t acknowledged = 0;
    std::uint64_t published = 0; ///< facts, by platforms
    std::uint64_t stored = 0;    ///< events, by consumers
    std::uint64_t crashes = 0;   ///< of klikd's machine
    std::uint64_t kills = 0;     ///< of klikd alone
    std::uint64_t failed_writes = 0;
    std::uint64_t flipped = 0; ///< bits
    std::uint64_t refused = 0; ///< openings of a damaged journal
    std::uint64_t unseen = 0;  ///< flipped bits by which SQLite gave other records
    std::uint64_t lost = 0;
    std::uint64_t doubled = 0;
    std::uint64_t broken = 0; ///< connections
    std::uint64_t consumer_crashes = 0;
    std::uint64_t digest = 0; ///< of all records

    Figures& operator+=(const Figures& other);
    friend bool operator==(const Figures&, const Figures&) = default;
};

struct Failure {
    std::string rule; ///< which does not hold
    std::string what;
    std::uint64_t step = 0; ///< of the plan; after the last one, when all comes to rest: steps
};

struct Outcome {
    Figures figures;
    std::optional<Failure> failure;
};

/// Plays the plan. `story`, where there is one, gets a line for each thing that happens.
[[nodiscard]] Outcome play(const Plan& plan, std::vector<std::string>* story = nullptr);

} // namespace klik::simulation
