#pragma once

#include "common/clock.hpp"
#include "common/log.hpp"

#include <klik/error.hpp>

#include <chrono>
#include <string>

namespace klik::calendar {

/// Whether the CalDAV server may be asked, or is left in peace for a while because it failed.
class ServerGate {
  public:
    explicit ServerGate(std::string server) : server_{std::move(server)} {}

    [[nodiscard]] bool open() const { return std::chrono::steady_clock::now() >= closed_until_; }
    void worked();
    void failed(const Error& error);

  private:
    std::string server_;
    common::Trouble trouble_{"C220", "C221"};
    common::BackOff back_off_{std::chrono::seconds{1}, std::chrono::minutes{5}};
    int failures_ = 0;
    std::chrono::steady_clock::time_point closed_until_{};
};

} // namespace klik::calendar
