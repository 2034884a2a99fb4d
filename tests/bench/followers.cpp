#include "bench/followers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ranges>
#include <stdexcept>

namespace klik::bench {

Followers::Followers(const std::string& control, std::uint32_t clients) {
    for (std::uint32_t i = 0; i < clients; ++i) {
        readers_.push_back(
            std::make_unique<StreamReader>(context_, control, fmt::format("follower {}", i)));
    }
    thread_ = std::thread{[this] { follow(); }};
}

Followers::~Followers() {
    ended_ = true;
    thread_.join();
}

void Followers::follow() {
    std::vector<zmq::pollitem_t> sockets;
    for (const auto& reader : readers_) {
        sockets.push_back({reader->socket().handle(), 0, ZMQ_POLLIN, 0});
    }
    constexpr std::chrono::milliseconds between_looks{100};
    while (!ended_) {
        zmq::poll(sockets, between_looks);
        for (std::size_t i = 0; i < readers_.size(); ++i) {
            constexpr int share = 100;
            for (int taken = 0; taken < share && sockets[i].revents != 0 && readers_[i]->take(0);
                 ++taken) {
            }
        }
        slowest_ = std::ranges::min(
            readers_ | std::views::transform([](const auto& reader) { return reader->events(); }));
    }
}

std::uint64_t Followers::wait_for_all() const {
    constexpr std::chrono::seconds quiet{1};
    std::uint64_t before = 0;
    do {
        before = slowest_;
        std::this_thread::sleep_for(quiet);
    } while (before != slowest_ || before == 0);
    return before;
}

void Followers::wait_for(std::uint64_t events) const {
    using std::chrono::steady_clock;
    constexpr std::chrono::seconds patience{60};
    const auto start = steady_clock::now();
    while (slowest_ < events) {
        if (steady_clock::now() - start > patience) {
            throw std::runtime_error(
                fmt::format("a follower has got {} of {} events", slowest_.load(), events));
        }
        constexpr std::chrono::milliseconds between_looks{10};
        std::this_thread::sleep_for(between_looks);
    }
}

} // namespace klik::bench
