#pragma once

#include "common/clock.hpp"
#include "common/log.hpp"

#include <klik/error.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace klik::calendar {

/// Whether the CalDAV server, or one collection on it, may be asked, or is left in peace for a
/// while because it failed. Each failure in a row makes that while twice as long.
class ServerGate {
  public:
    struct Lines {
        std::string_view begins; ///< id of the line, such as "C220"
        std::string_view ends;
        std::string_view meanwhile; ///< what lasts until then
    };

    ServerGate(std::string name, const Lines& lines)
        : name_{std::move(name)}, meanwhile_{lines.meanwhile}, trouble_{lines.begins, lines.ends} {}

    [[nodiscard]] bool open() const { return std::chrono::steady_clock::now() >= closed_until_; }
    void worked();
    void failed(const Error& error);

  private:
    std::string name_;
    std::string meanwhile_;
    common::Trouble trouble_;
    common::BackOff back_off_{std::chrono::seconds{1}, std::chrono::minutes{5}};
    int failures_ = 0;
    std::chrono::steady_clock::time_point closed_until_{};
};

/// The gate of all that there is on the server.
[[nodiscard]] ServerGate gate_of_server(const std::string& server);

} // namespace klik::calendar
