#pragma once

#include "domain/ids.hpp"
#include "engine/event.hpp"

#include <cstdint>
#include <string>

namespace klik::daemon {

/// What an operator should hear of a municipality's sources and sets (K141, K180 to K182, K184
/// of docs/operations.md): the first lines of a minute one by one, of a flood how many there were.
class SourceLog {
  public:
    explicit SourceLog(std::string municipality) : municipality_{std::move(municipality)} {}

    void take(const engine::SystemReported& report);
    /// Once a second.
    void beat();

  private:
    static constexpr int most_lines_a_minute = 60;

    std::string municipality_;
    int lines_left_ = most_lines_a_minute;
    int beats_ = 0;
    std::uint64_t left_out_ = 0;
};

} // namespace klik::daemon
