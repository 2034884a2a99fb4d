#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace klik::chat {

/// Keeps outsiders from filling the log: what they can cause is said at most once a minute.
class Seldom {
  public:
    using Instant = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::minutes between{1};

    /// How often it happened since it was said last, this time too; none where it is not to be said
    /// now.
    [[nodiscard]] std::optional<std::size_t> happens(Instant now) {
        ++count_;
        if (said_ && now < *said_ + between) {
            return std::nullopt;
        }
        said_ = now;
        const auto count = count_;
        count_ = 0;
        return count;
    }

  private:
    std::optional<Instant> said_;
    std::size_t count_ = 0;
};

} // namespace klik::chat
