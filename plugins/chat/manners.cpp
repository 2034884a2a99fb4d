#include "chat/manners.hpp"

namespace klik::chat {

namespace {

/// Whoever makes up senders fills no memory.
constexpr std::size_t most_visitors = 10'000;

} // namespace

void Manners::forget(Instant now) {
    if (visitors_.size() < most_visitors) {
        return;
    }
    std::erase_if(visitors_, [&](const auto& each) {
        const auto& visitor = each.second;
        return (visitor.asked.empty() || now - visitor.asked.back() > span) &&
               now - visitor.hinted > between_hints;
    });
    if (visitors_.size() >= most_visitors) {
        visitors_.clear();
    }
}

Manners::Verdict Manners::asks(const std::string& who, Instant now) {
    forget(now);
    auto& visitor = visitors_[who];
    while (!visitor.asked.empty() && now - visitor.asked.front() > span) {
        visitor.asked.pop_front();
    }
    if (visitor.asked.size() < most_a_minute) {
        visitor.asked.push_back(now);
        return Verdict::answer;
    }
    if (visitor.told_too_many != Instant{} && now - visitor.told_too_many <= span) {
        return Verdict::stay_silent;
    }
    visitor.told_too_many = now;
    return Verdict::say_too_many;
}

bool Manners::hint(const std::string& who, Instant now) {
    forget(now);
    auto& visitor = visitors_[who];
    if (visitor.hinted != Instant{} && now - visitor.hinted <= between_hints) {
        return false;
    }
    visitor.hinted = now;
    return true;
}

} // namespace klik::chat
