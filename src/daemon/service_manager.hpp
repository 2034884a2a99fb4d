#pragma once

#include <chrono>
#include <string>

namespace klik::daemon {

/// What systemd hears of klikd (sd_notify(3)). Without systemd nothing happens.
///
/// The watchdog is fed by the loop itself, behind each of its rounds: a round that does not come to
/// its end feeds nobody, and systemd starts klikd again.
class ServiceManager {
  public:
    using Instant = std::chrono::steady_clock::time_point;

    /// Reads what systemd wants to hear from the environment.
    ServiceManager();
    /// `watchdog` is the longest time without a word; zero where nobody listens for one.
    explicit ServiceManager(std::chrono::microseconds watchdog) : watchdog_{watchdog} {}
    virtual ~ServiceManager() = default;
    ServiceManager(const ServiceManager&) = delete;
    ServiceManager& operator=(const ServiceManager&) = delete;

    /// A start takes long, and goes on: a long journal is read. Said each few seconds at most.
    void start_goes_on(Instant now);
    /// `status` is the line that `systemctl status` shows.
    void ready(const std::string& status);
    /// A round of the loop has ended. Said no more often than systemd needs it.
    void round_ended(Instant now);
    void stopping();

  protected:
    virtual void tell(const std::string& state);

  private:
    std::chrono::microseconds watchdog_;
    Instant next_word_{};
};

} // namespace klik::daemon
