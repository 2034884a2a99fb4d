#pragma once

#include "bus/rate_limit.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace klik::daemon {

/// What a plugin writes on its standard output and error, line by line into klikd's log (K191).
/// `<3>` to `<7>` at a line's beginning is its level, as systemd reads it. It may be anything: what
/// is no text is made printable, the end of a long line is left out, and so are lines that come too
/// fast (K196).
class PluginOutput {
  public:
    static constexpr std::size_t longest_line = 2000; ///< bytes
    static constexpr bus::RateLimits limits{.messages_per_second = 100, .bytes_per_second = 16'384};

    explicit PluginOutput(std::string plugin) : plugin_{std::move(plugin)} {}

    void take(std::string_view bytes, bus::Instant now);
    /// Nothing more comes: logs a last line that has no end.
    void end(bus::Instant now);

  private:
    void keep(std::string_view part);
    void end_line(bus::Instant now);

    std::string plugin_;
    std::string line_; ///< a little longer than may be said where it is too long
    bool begun_ = false;
    bus::RateLimiter rate_{limits};
    std::uint64_t left_out_ = 0;
};

} // namespace klik::daemon
