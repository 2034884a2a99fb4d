#pragma once

#include "bus/rate_limit.hpp"

#include <spdlog/common.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::daemon {

/// A line of a plugin at `warning` or worse that it has not taken back.
struct PluginWarning {
    std::string line;
    bool is_error = false;
    std::chrono::sys_seconds at{};
};

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
    /// A new process begins: what the one before warned of is no longer known to hold.
    void begin() { warnings_.clear(); }
    /// The latest error that still stands, or else the latest warning: what one thing came to does
    /// not hide the trouble that all of them have.
    [[nodiscard]] std::optional<PluginWarning> warning() const;

  private:
    static constexpr std::size_t most_warnings = 200;

    void keep(std::string_view part);
    void end_line(bus::Instant now);
    void remember(spdlog::level::level_enum level, const std::string& line);

    std::string plugin_;
    std::string line_; ///< a little longer than may be said where it is too long
    bool begun_ = false;
    bus::RateLimiter rate_{limits};
    std::uint64_t left_out_ = 0;
    std::vector<PluginWarning> warnings_; ///< one of each id and subject, the latest last
};

} // namespace klik::daemon
