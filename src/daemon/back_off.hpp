#pragma once

#include "bus/instant.hpp"

#include <chrono>

namespace klik::daemon {

/// How long to wait before something that ended is started again: a second, then each time twice as
/// long, at most five minutes. What ran for ten minutes begins with a second again.
class BackOff {
  public:
    static constexpr std::chrono::seconds shortest{1};
    static constexpr std::chrono::seconds longest{300};
    static constexpr std::chrono::minutes long_enough{10};

    /// The wait after it ran for so long.
    [[nodiscard]] std::chrono::seconds wait_after(bus::Instant::duration ran);
    void begin_anew() { next_ = shortest; }

  private:
    std::chrono::seconds next_{shortest};
};

} // namespace klik::daemon
