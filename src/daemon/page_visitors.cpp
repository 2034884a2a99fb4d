#include "daemon/page_visitors.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>

namespace klik::daemon {

namespace {

constexpr std::chrono::seconds patience_with_a_request{3};
constexpr std::chrono::seconds patience_with_a_reader{10}; // Prometheus has no more with us
constexpr std::chrono::seconds patience_with_a_farewell{1};

bool is_later(ssize_t result) {
    return result < 0 && (errno == EAGAIN || errno == EINTR);
}

} // namespace

void PageVisitors::add(Descriptor socket, Instant now) {
    if (visitors_.size() == most) {
        visitors_.pop_front();
    }
    visitors_.push_back({std::move(socket), now + patience_with_a_request});
}

void PageVisitors::append_waits(std::vector<pollfd>& waits) const {
    for (const auto& visitor : visitors_) {
        const short events = visitor.answered && !visitor.leaving ? POLLOUT : POLLIN;
        waits.push_back({visitor.socket.number(), events, 0});
    }
}

void PageVisitors::go_on(const pollfd* waits, Instant now) {
    for (auto visitor = visitors_.begin(); visitor != visitors_.end(); ++waits) {
        const bool stays =
            (waits->revents == 0 || go_on_with(*visitor, now)) && visitor->until > now;
        visitor = stays ? std::next(visitor) : visitors_.erase(visitor);
    }
}

PageVisitors::Instant PageVisitors::next_cut() const {
    auto first = Instant::max();
    for (const auto& visitor : visitors_) {
        first = std::min(first, visitor.until);
    }
    return first;
}

bool PageVisitors::go_on_with(Visitor& visitor, Instant now) const {
    return visitor.answered && !visitor.leaving ? send_on(visitor, now) : hear(visitor, now);
}

bool PageVisitors::hear(Visitor& visitor, Instant now) const {
    std::array<char, 4096> part{};
    const auto count = recv(visitor.socket.number(), part.data(), part.size(), 0);
    if (count <= 0) {
        return is_later(count);
    }
    if (visitor.leaving) {
        return true; // what it says now is of no interest
    }
    visitor.asked.append(part.data(), static_cast<std::size_t>(count));
    auto answer = answer_to(visitor.asked, page_);
    if (!answer) {
        return true;
    }
    visitor.answer = *std::move(answer);
    visitor.answered = true;
    visitor.until = now + patience_with_a_reader;
    return send_on(visitor, now);
}

/// A connection that is closed while something unread has come is reset, and the answer may be lost
/// on its way: it is the visitor who closes it, or its patience ends.
bool PageVisitors::send_on(Visitor& visitor, Instant now) {
    const auto count =
        send(visitor.socket.number(), visitor.answer.data(), visitor.answer.size(), MSG_NOSIGNAL);
    if (count < 0) {
        return is_later(count);
    }
    visitor.answer.erase(0, static_cast<std::size_t>(count));
    if (visitor.answer.empty()) {
        shutdown(visitor.socket.number(), SHUT_WR);
        visitor.leaving = true;
        visitor.until = now + patience_with_a_farewell;
    }
    return true;
}

} // namespace klik::daemon
