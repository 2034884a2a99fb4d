#pragma once

#include "common/clock.hpp"
#include "common/log.hpp"

#include <klik/error.hpp>

#include <chrono>
#include <optional>
#include <random>
#include <string>

namespace klik::portfolio {

/// Leaves the tool in peace for a while where it failed: as long as it asked for, else longer each
/// time, and never quite as long, so that several programs do not come back at once.
class ToolGate {
  public:
    using Instant = std::chrono::steady_clock::time_point;

    ToolGate(std::string tool, unsigned seed) : tool_{std::move(tool)}, random_{seed} {}

    [[nodiscard]] bool open(Instant now) const { return now >= closed_until_; }
    void worked();
    /// It did something before it failed: the next wait is a short one again.
    void got_further() { failures_ = 0; }
    void failed(const Error& error, std::optional<std::chrono::seconds> asked, Instant now);
    /// When it opens.
    [[nodiscard]] Instant closed_until() const { return closed_until_; }

  private:
    std::string tool_;
    std::minstd_rand random_;
    common::Trouble trouble_{"F220", "F221"};
    common::BackOff back_off_{std::chrono::seconds{2}, std::chrono::minutes{5}};
    int failures_ = 0;
    Instant closed_until_{};
};

} // namespace klik::portfolio
