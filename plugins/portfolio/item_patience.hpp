#pragma once

#include "common/clock.hpp"

#include <chrono>
#include <cstdint>
#include <map>

namespace klik::portfolio {

/// Tasks at whose item the tool fails while it can be used otherwise: each is left for a while,
/// longer each time, so that it holds up no other, and after some tries for good.
class ItemPatience {
  public:
    using Instant = std::chrono::steady_clock::time_point;
    static constexpr int most_tries = 3;

    /// Whether it is to be left alone now.
    [[nodiscard]] bool waits(std::int64_t number, Instant now) const;
    /// True with the last try, after which it is forgotten.
    [[nodiscard]] bool failed(std::int64_t number, Instant now);
    void worked(std::int64_t number) { tasks_.erase(number); }

  private:
    struct Failing {
        int failures = 0;
        Instant try_again{};
    };
    common::BackOff back_off_{std::chrono::seconds{2}, std::chrono::minutes{1}};
    std::map<std::int64_t, Failing> tasks_;
};

} // namespace klik::portfolio
