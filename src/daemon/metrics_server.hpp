#pragma once

#include "daemon/metrics_figures.hpp"
#include "domain/civil_time.hpp"
#include "domain/problem.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace klik::daemon {

/// What stays the same for as long as klikd runs.
struct MetricsIdentity {
    std::string version; ///< of klikd
    std::string engine;  ///< of the engine
    domain::UtcTime started;
    std::filesystem::path data_dir; ///< whose files are measured
};

/// Answers `GET /metrics` on this machine with a thread of its own (docs/metrics.md).
///
/// The loop and that thread share no lock. Whoever asks wakes the loop, which makes a copy of its
/// figures between two rounds, hands it over and goes on; the text is made of it in the thread that
/// answers. Nobody is heard more than once a second: a later one reads the same copy. A loop that
/// does not answer in a second is not waited for, and the copy of before is shown.
class MetricsServer {
  public:
    /// `address` is that of `bus::loopback_address`. `unusable` where it cannot be listened on.
    [[nodiscard]] static domain::Result<MetricsServer> listen(const std::string& address,
                                                              MetricsIdentity identity);
    ~MetricsServer();
    MetricsServer(MetricsServer&&) noexcept;
    MetricsServer& operator=(MetricsServer&&) noexcept;

    /// The one that was bound.
    [[nodiscard]] int port() const;

    // For the loop's thread. Nothing here waits.

    /// Can be read while somebody waits for figures.
    [[nodiscard]] int descriptor() const;
    /// At the end of each round.
    void round_ended(domain::UtcTime now);
    /// True once for each that waits for figures: `show` them then.
    [[nodiscard]] bool wanted();
    void show(MetricsFigures figures);

  private:
    struct Parts;
    explicit MetricsServer(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

} // namespace klik::daemon
