#include "bus/rate_limit.hpp"

#include <algorithm>

namespace klik::bus {

namespace {

constexpr std::size_t most_connections = 10'000;
constexpr std::chrono::minutes quiet_span{1};
/// What a client may always send in one message.
constexpr double longest_message_bytes = 1U << 20U;

} // namespace

RateDecision RateLimiter::take(const std::string& connection, std::size_t bytes, Instant now) {
    forget_the_idle(now);
    Bucket& bucket = bucket_of(connection, now);
    const double seconds = std::chrono::duration<double>(now - bucket.used).count();
    bucket.messages =
        std::min(most_messages(), bucket.messages + (seconds * limits_.messages_per_second));
    bucket.bytes = std::min(most_bytes(), bucket.bytes + (seconds * limits_.bytes_per_second));
    bucket.used = now;

    const double size = std::min(static_cast<double>(bytes), most_bytes());
    if (bucket.messages >= 1 && bucket.bytes >= size) {
        bucket.messages -= 1;
        bucket.bytes -= size;
        return {};
    }
    RateDecision refused{bucket.messages < 1 ? RateVerdict::too_many_messages
                                             : RateVerdict::too_many_bytes,
                         now - bucket.told >= quiet_span};
    if (refused.worth_telling) {
        bucket.told = now;
    }
    return refused;
}

RateLimiter::Bucket& RateLimiter::bucket_of(const std::string& connection, Instant now) {
    if (const auto known = by_id_.find(connection); known != by_id_.end()) {
        buckets_.splice(buckets_.end(), buckets_, known->second);
        return buckets_.back();
    }
    if (by_id_.size() >= most_connections) {
        by_id_.erase(buckets_.front().connection);
        buckets_.pop_front();
    }
    buckets_.push_back({connection, most_messages(), most_bytes(), now, now - quiet_span});
    by_id_.emplace(connection, std::prev(buckets_.end()));
    return buckets_.back();
}

void RateLimiter::forget_the_idle(Instant now) {
    while (!buckets_.empty() && now - buckets_.front().used >= quiet_span) {
        by_id_.erase(buckets_.front().connection);
        buckets_.pop_front();
    }
}

double RateLimiter::most_messages() const {
    return std::max(1.0, static_cast<double>(limits_.messages_per_second));
}

double RateLimiter::most_bytes() const {
    return std::max(longest_message_bytes, static_cast<double>(limits_.bytes_per_second));
}

} // namespace klik::bus
