#pragma once

#include "daemon/supervised_plugin.hpp"

#include <chrono>
#include <memory>
#include <vector>

namespace klik::daemon {

/// Runs the configured plugins and starts again those that end (docs/plugins.md). It belongs into a
/// loop that waits for `descriptor`, at most `time_to_wait`, and then calls `step`, which does not
/// wait. Its time is real, also where klikd's clock is virtual.
class PluginSupervisor {
  public:
    /// The plugins are started with the next step. Once.
    [[nodiscard]] domain::Result<void> start(std::vector<PluginCommand> plugins, bus::Instant now);

    /// Readable when one wrote or ended; below zero before `start`.
    [[nodiscard]] int descriptor() const { return epoll_.number(); }
    [[nodiscard]] std::chrono::milliseconds time_to_wait(std::chrono::milliseconds at_most,
                                                         bus::Instant now) const;
    /// What happened since the last step and the municipalities should hear of.
    [[nodiscard]] std::vector<PluginNews> step(bus::Instant now);

    /// Those that wait or were given up are started at once.
    void try_again(bus::Instant now);
    /// Asks all to end. Each has ten seconds.
    void end(bus::Instant now);
    /// Kills what still runs.
    void kill() const;
    [[nodiscard]] bool any_runs() const;

    [[nodiscard]] std::vector<PluginStatus> statuses() const;

  private:
    [[nodiscard]] bool something_to_do(bus::Instant now) const;

    Descriptor epoll_;
    std::vector<std::unique_ptr<SupervisedPlugin>> plugins_;
};

} // namespace klik::daemon
