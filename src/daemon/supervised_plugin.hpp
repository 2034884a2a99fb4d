#pragma once

#include "daemon/back_off.hpp"
#include "daemon/plugin_output.hpp"
#include "daemon/plugin_process.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace klik::daemon {

/// The exit code by which a plugin says that its configuration is wrong, so that it would end the
/// same way again: EX_CONFIG of sysexits.h. 1 and 2 will not do: an exception that nobody caught
/// ends with them in many languages.
inline constexpr int plugin_misconfigured = 78;

/// How a plugin is, for `query health`.
struct PluginStatus {
    enum class State {
        runs,
        runs_again, ///< not long enough to be trusted
        waits,      ///< for its next start
        given_up,
        ended ///< because klikd ends
    };
    std::string name;
    State state = State::ended;
    pid_t pid = 0; ///< 0 when it does not run
    std::uint64_t starts_again = 0;
    std::string why{}; ///< of its latest end that nobody asked for
    std::string why_da{};
    std::optional<PluginWarning> warning{}; ///< that it has not taken back
};

/// What the municipalities hear of a plugin.
struct PluginNews {
    std::string name;
    bool started = false; ///< else it has ended
    std::string why{};    ///< it has ended
    /// Until it is started again; nothing when it was given up.
    std::optional<std::chrono::seconds> next_try{};
};

/// One plugin's life: start, output, end, and the start after that. Time comes in as an argument,
/// and nothing here waits.
class SupervisedPlugin {
  public:
    static constexpr std::chrono::seconds time_to_end{10};

    /// `epoll` hears of its descriptors, and outlives this.
    SupervisedPlugin(PluginCommand command, int epoll, bus::Instant now);

    /// Whatever has become due or readable.
    void step(bus::Instant now, std::vector<PluginNews>& news);
    /// When `step` has something to do though nothing is readable.
    [[nodiscard]] std::optional<bus::Instant> next_due() const;

    /// Starts one that waits or was given up with the next step.
    void try_again(bus::Instant now);
    /// Asks it to end, and kills it ten seconds later. It is not started again.
    void end(bus::Instant now);
    void kill() const;

    [[nodiscard]] bool running() const { return process_.has_value(); }
    [[nodiscard]] PluginStatus status() const;

  private:
    void start(bus::Instant now, std::vector<PluginNews>& news);
    void read_output(bus::Instant now);
    void take_end(bus::Instant now, std::vector<PluginNews>& news);
    void start_again_later(bus::Instant now, std::vector<PluginNews>& news);
    void give_up(std::vector<PluginNews>& news);
    void kill_when_due(bus::Instant now);
    void trust_when_due(bus::Instant now);

    PluginCommand command_;
    int epoll_;
    PluginOutput output_;
    BackOff back_off_;
    std::optional<PluginProcess> process_;
    bus::Instant started_{};
    std::optional<bus::Instant> next_start_;
    bus::Instant output_window_ends_{};
    std::size_t output_left_ = 0; ///< bytes that may still be read in this window
    bool output_paused_ = false;
    std::optional<bus::Instant> kill_at_;
    bool asked_to_end_ = false;
    bool given_up_ = false;
    std::uint64_t starts_ = 0;
    std::string why_; ///< of an end that back-off remembers
    std::string why_da_;
};

} // namespace klik::daemon
