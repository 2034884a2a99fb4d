#pragma once

#include "engine/state.hpp"

#include <cstdint>

namespace klik::bench {

/// A municipality with so many open tasks, decided one fact after the other.
struct CrowdSettings {
    std::uint32_t tasks = 0;
    /// Each waits for so many tasks before it in the same project.
    std::uint32_t prerequisites = 3;
    std::uint32_t tasks_of_a_project = 1000;
    /// One in so many turns yellow at the next midnight, the others in years.
    std::uint32_t one_in_is_due = 100;
};

inline constexpr std::uint32_t first_crowd_task = 100'000;

/// Where each crowd begins: a working day, after the run.
[[nodiscard]] domain::Moment crowd_moment();

/// That the rules which everybody begins with are in force, before any fact.
[[nodiscard]] engine::Input crowd_rules();
/// The fact that first tells of a task. Facts are counted by task.
[[nodiscard]] engine::Input crowd_fact(std::uint32_t task, const CrowdSettings& settings);
[[nodiscard]] engine::State crowd(const CrowdSettings& settings);
/// The fact that a task has got that status. `number` counts the facts.
[[nodiscard]] engine::Input status_fact(std::uint32_t task, const std::string& status,
                                        std::uint64_t number);
/// The same of a priority, which nothing else depends on.
[[nodiscard]] engine::Input priority_fact(std::uint32_t task, const std::string& priority,
                                          std::uint64_t number);

} // namespace klik::bench
