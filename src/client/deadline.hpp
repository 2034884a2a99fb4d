#pragma once

#include <algorithm>
#include <chrono>

namespace klik::client {

using Milliseconds = std::chrono::milliseconds;

/// A moment of real time up to which something is waited for.
class Deadline {
  public:
    explicit Deadline(Milliseconds from_now) : end_{std::chrono::steady_clock::now() + from_now} {}

    [[nodiscard]] bool passed() const { return left() == Milliseconds::zero(); }
    /// Never below zero; rounded up, so that waiting that long ends behind it.
    [[nodiscard]] Milliseconds left() const {
        return std::max(Milliseconds::zero(),
                        std::chrono::ceil<Milliseconds>(end_ - std::chrono::steady_clock::now()));
    }

  private:
    std::chrono::steady_clock::time_point end_;
};

} // namespace klik::client
