#pragma once

#include "daemon/descriptor.hpp"
#include "daemon/metrics_figures.hpp"

#include <atomic>
#include <chrono>
#include <memory>

namespace klik::daemon {

/// Brings figures from the loop to one reader in another thread without a lock: the reader asks and
/// waits for a bounded time, the loop never waits.
class FiguresHandover {
  public:
    FiguresHandover();
    ~FiguresHandover();
    FiguresHandover(const FiguresHandover&) = delete;
    FiguresHandover& operator=(const FiguresHandover&) = delete;

    // The loop's.

    /// Can be read while the reader waits.
    [[nodiscard]] int descriptor() const { return wish_.number(); }
    /// Whether it asked since the last time.
    [[nodiscard]] bool wanted();
    void give(MetricsFigures figures);
    /// There will be no more: whoever waits or asks gets none at once.
    void close();

    // The reader's.

    /// Those that the loop gave since the last time, asked for and waited for, at most so long;
    /// null when none came.
    [[nodiscard]] std::unique_ptr<const MetricsFigures> ask(std::chrono::milliseconds at_most);

  private:
    Descriptor wish_;  ///< an eventfd that wakes the loop
    Descriptor given_; ///< one that wakes the reader
    std::atomic<bool> wanted_ = false;
    std::atomic<bool> closed_ = false;
    std::atomic<const MetricsFigures*> figures_ = nullptr; ///< owned by whoever takes it out
};

} // namespace klik::daemon
