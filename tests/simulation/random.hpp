#pragma once

#include <cstdint>

namespace klik::simulation {

/// The one source of chance of a run (splitmix64): the same seed gives the same run everywhere.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_{seed} {}

    /// What one step of a run draws does not depend on the steps before it, so that a run from
    /// which steps were taken is otherwise the same.
    void begin_step(std::uint64_t seed, std::uint64_t step) {
        state_ = seed;
        state_ = next() ^ (step * 0x9e3779b97f4a7c15U);
    }
    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
        return mixed ^ (mixed >> 31U);
    }
    /// From 0 to `bound` less one.
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }
    /// Both ends included.
    int between(int low, int high) {
        return low + static_cast<int>(below(static_cast<std::uint64_t>(high - low + 1)));
    }
    bool chance(int percent) { return between(1, 100) <= percent; }

  private:
    std::uint64_t state_;
};

} // namespace klik::simulation
