#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <string>

namespace klik::chat {

/// How often somebody may ask, and is told the same.
class Manners {
  public:
    using Instant = std::chrono::steady_clock::time_point;
    static constexpr std::size_t most_a_minute = 10;
    static constexpr std::chrono::minutes span{1};
    static constexpr std::chrono::hours between_hints{1};

    enum class Verdict : std::uint8_t { answer, say_too_many, stay_silent };
    [[nodiscard]] Verdict asks(const std::string& who, Instant now);
    /// Whether the hint is to be given; it is, then.
    [[nodiscard]] bool hint(const std::string& who, Instant now);

  private:
    void forget(Instant now);

    struct Visitor {
        std::deque<Instant> asked;
        Instant told_too_many{};
        Instant hinted{};
    };
    std::map<std::string, Visitor> visitors_;
};

} // namespace klik::chat
