#include "bench/followers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ranges>
#include <stdexcept>
#include <utility>

namespace klik::bench {

Followers::Followers(const std::string& control, std::uint32_t clients) {
    for (std::uint32_t i = 0; i < clients; ++i) {
        readers_.push_back(
            std::make_unique<StreamReader>(context_, control, fmt::format("follower {}", i)));
    }
    thread_ = std::thread{[this] { follow(); }};
}

Followers::~Followers() {
    end(nullptr);
    thread_.join();
}

void Followers::follow() {
    try {
        for (bool ended = false; !ended;) {
            take_what_has_come();
            const auto slowest =
                std::ranges::min(readers_ | std::views::transform([](const auto& reader) {
                                     return reader->events();
                                 }));
            const std::lock_guard lock{mutex_};
            slowest_ = slowest;
            ended = ended_;
            changed_.notify_all();
        }
    } catch (const std::exception&) {
        end(std::current_exception());
    }
}

void Followers::take_what_has_come() {
    std::vector<zmq::pollitem_t> sockets;
    for (const auto& reader : readers_) {
        sockets.push_back({reader->socket().handle(), 0, ZMQ_POLLIN, 0});
    }
    constexpr std::chrono::milliseconds longest_wait{100}; // the end may have been asked for
    zmq::poll(sockets, longest_wait);
    for (std::size_t i = 0; i < readers_.size(); ++i) {
        constexpr int share = 100;
        for (int taken = 0; taken < share && sockets[i].revents != 0 && readers_[i]->take(0);
             ++taken) {
        }
    }
}

void Followers::end(std::exception_ptr failure) {
    const std::lock_guard lock{mutex_};
    ended_ = true;
    failure_ = std::move(failure);
    changed_.notify_all();
}

std::uint64_t Followers::wait_for_all() {
    constexpr std::chrono::seconds quiet{1};
    wait_for(1);
    std::unique_lock lock{mutex_};
    std::uint64_t before = slowest_;
    while (changed_.wait_for(lock, quiet, [&] { return slowest_ != before; })) {
        before = slowest_;
    }
    return before;
}

void Followers::wait_for(std::uint64_t events) {
    constexpr std::chrono::seconds patience{60};
    std::unique_lock lock{mutex_};
    const bool came =
        changed_.wait_for(lock, patience, [&] { return slowest_ >= events || failure_; });
    if (failure_) {
        std::rethrow_exception(failure_);
    }
    if (!came) {
        throw std::runtime_error(
            fmt::format("a follower has got {} of {} events", slowest_, events));
    }
}

} // namespace klik::bench
