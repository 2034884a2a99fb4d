#pragma once

#include "domain/civil_time.hpp"

#include <chrono>

namespace klik::daemon {

/// Where the daemon's time comes from.
class Clock {
  public:
    virtual ~Clock() = default;
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;

    [[nodiscard]] virtual domain::UtcTime now() const = 0;
};

class RealClock final : public Clock {
  public:
    [[nodiscard]] domain::UtcTime now() const override {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

/// Stands still until it is set, for demonstrations and tests.
class VirtualClock final : public Clock {
  public:
    explicit VirtualClock(domain::UtcTime start) : now_{start} {}

    [[nodiscard]] domain::UtcTime now() const override { return now_; }
    void set(domain::UtcTime time) { now_ = time; }

  private:
    domain::UtcTime now_;
};

/// The time of all municipalities.
struct Timekeeping {
    const Clock* clock = nullptr;
    bool virtual_time = false;
    VirtualClock* settable = nullptr; ///< null unless clients may set the clock
};

} // namespace klik::daemon
