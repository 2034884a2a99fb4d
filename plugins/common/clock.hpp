#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace klik::common {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// As it stands in a store: since 1970.
[[nodiscard]] constexpr std::int64_t in_ms(Time time) {
    return time.time_since_epoch().count();
}
[[nodiscard]] constexpr Time time_of_ms(std::int64_t milliseconds) {
    return Time{std::chrono::milliseconds{milliseconds}};
}

/// What time it is. Where klikd's clock is a virtual one, its time is the plugin's as well.
class Clock {
  public:
    [[nodiscard]] Time now() const;
    /// What klikd told with its last `pong`: RFC 3339, empty with the real clock.
    void follow(std::string_view virtual_now);
    /// An event of klikd has this time: where the clock is a virtual one, it is not before it.
    void heard_of(std::string_view event_time);
    [[nodiscard]] bool is_virtual() const { return virtual_now_.has_value(); }

  private:
    std::optional<Time> virtual_now_;
};

/// RFC 3339 in UTC with at most milliseconds, as klikd writes it.
[[nodiscard]] std::optional<Time> time_from_rfc3339(std::string_view text);

/// The wait after so many tries that failed: doubled each time, up to a longest.
struct BackOff {
    std::chrono::seconds first{30};
    std::chrono::seconds longest{15 * 60};
    [[nodiscard]] std::chrono::seconds after(int tries) const;
};

} // namespace klik::common
