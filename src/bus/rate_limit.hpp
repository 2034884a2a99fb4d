#pragma once

#include "bus/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>

namespace klik::bus {

/// How much one connection may send.
struct RateLimits {
    std::uint32_t messages_per_second = 50'000;
    std::uint32_t bytes_per_second = 67'108'864;
    friend bool operator==(const RateLimits&, const RateLimits&) = default;
};

enum class RateVerdict { within, too_many_messages, too_many_bytes };

struct RateDecision {
    RateVerdict verdict = RateVerdict::within;
    /// The connection's first refusal for a minute; an operator should hear of it.
    bool worth_telling = false;
};

/// A token bucket for each connection: a second's worth may come at once, and a whole message of 1
/// MiB always. A state machine; time comes in as an argument. It remembers at most 10,000
/// connections and forgets those that were silent for a minute, or longest.
class RateLimiter {
  public:
    explicit RateLimiter(RateLimits limits) : limits_{limits} {}

    [[nodiscard]] RateDecision take(const std::string& connection, std::size_t bytes, Instant now);

    [[nodiscard]] std::size_t connections() const { return by_id_.size(); }

  private:
    struct Bucket {
        std::string connection;
        double messages{};
        double bytes{};
        Instant used;
        Instant told;
    };

    Bucket& bucket_of(const std::string& connection, Instant now);
    void forget_the_idle(Instant now);
    [[nodiscard]] double most_messages() const;
    [[nodiscard]] double most_bytes() const;

    RateLimits limits_;
    std::list<Bucket> buckets_; ///< the longest unused first
    std::unordered_map<std::string, std::list<Bucket>::iterator> by_id_;
};

} // namespace klik::bus
