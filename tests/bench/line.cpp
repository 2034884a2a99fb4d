#include "bench/line.hpp"

#include "bench/open_curve.hpp"
#include "bench/stopwatch.hpp"
#include "bus/curve_options.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <thread>

namespace klik::bench {

namespace {

using std::chrono::steady_clock;

constexpr int patience_ms = 10'000;
constexpr int wake_ms = 100;

} // namespace

Line::Line(std::uint32_t tasks, const LineKeys* keys)
    : keys_{keys}, out_{context_, zmq::socket_type::pub}, in_{context_, zmq::socket_type::sub},
      facts_{tasks} {
    out_.set(zmq::sockopt::sndhwm, 0);
    out_.set(zmq::sockopt::linger, 0);
    if (keys_ != nullptr) {
        become_open_curve_server(out_, keys_->platform.secret_key);
    }
    out_.bind("tcp://127.0.0.1:*");
    inlet_ = out_.get(zmq::sockopt::last_endpoint);
}

void Line::read_from(const std::string& outlet, const std::string& topic) {
    in_.set(zmq::sockopt::rcvhwm, 0);
    in_.set(zmq::sockopt::subscribe, topic);
    if (keys_ != nullptr) {
        bus::become_curve_client(in_, {keys_->middle.public_key, keys_->reader});
    }
    in_.connect(outlet);
    wake();
}

/// Facts are sent until one comes through, then what else is under way may arrive.
void Line::wake() {
    const auto start = steady_clock::now();
    in_.set(zmq::sockopt::rcvtimeo, wake_ms);
    do {
        if (seconds_since(start) * 1000 > patience_ms) {
            throw std::runtime_error("no fact comes through");
        }
        send_next();
    } while (!receive());
    while (receive()) {
    }
    in_.set(zmq::sockopt::rcvtimeo, patience_ms);
}

void Line::send_next() {
    const auto fact = facts_.fact(++number_);
    out_.send(zmq::buffer(fact.topic), zmq::send_flags::sndmore);
    out_.send(zmq::buffer(fact.payload), zmq::send_flags::none);
}

bool Line::receive() {
    zmq::message_t frame;
    if (!in_.recv(frame)) {
        return false;
    }
    while (frame.more()) {
        static_cast<void>(in_.recv(frame));
    }
    return true;
}

double Line::pass(std::uint64_t facts) {
    arrived_ = 0;
    const auto start = steady_clock::now();
    std::thread platform{[this, facts] {
        for (std::uint64_t sent = 0; sent < facts; ++sent) {
            for (auto arrived = arrived_.load(); sent >= arrived + most_under_way;
                 arrived = arrived_.load()) {
                arrived_.wait(arrived);
            }
            send_next();
        }
    }};
    const auto came = receive_all(facts);
    platform.join();
    if (came < facts) {
        throw std::runtime_error(fmt::format("only {} of {} facts came through", came, facts));
    }
    return seconds_since(start);
}

std::uint64_t Line::receive_all(std::uint64_t sent) {
    constexpr std::uint64_t told_every = 256; // to wake the other side costs a system call
    for (std::uint64_t count = 1; count <= sent; ++count) {
        if (!receive()) {
            arrived_.store(sent); // the platform's thread would wait for ever
            arrived_.notify_one();
            return count - 1;
        }
        arrived_.store(count);
        if (count % told_every == 0 || count == sent) {
            arrived_.notify_one();
        }
    }
    return sent;
}

Sample Line::latencies(std::uint64_t facts, double facts_a_second) {
    std::vector<steady_clock::time_point> sent(facts);
    std::thread platform{[&] {
        const auto start = steady_clock::now();
        for (std::uint64_t i = 0; i < facts; ++i) {
            std::this_thread::sleep_until(
                start +
                std::chrono::duration_cast<steady_clock::duration>(
                    std::chrono::duration<double>(static_cast<double>(i) / facts_a_second)));
            sent[i] = steady_clock::now();
            send_next();
        }
    }};
    std::vector<steady_clock::time_point> arrived;
    while (arrived.size() < facts && receive()) {
        arrived.push_back(steady_clock::now());
    }
    platform.join();
    if (arrived.size() < facts) {
        throw std::runtime_error("a fact was lost");
    }
    Sample seconds;
    for (std::uint64_t i = 0; i < facts; ++i) {
        seconds.values.push_back(std::chrono::duration<double>(arrived[i] - sent[i]).count());
    }
    return seconds;
}

} // namespace klik::bench
