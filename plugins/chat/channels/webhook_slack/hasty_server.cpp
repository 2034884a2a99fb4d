#include "chat/channels/webhook_slack/hasty_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace klik::chat::webhook_slack {

namespace {

using Instant = HastyServer::Instant;

/// What a task of httplib cannot be told: it knows its connection, and we do not.
struct Caller {
    Instant came{};
    bool is_turned_away = false;
};
thread_local Caller caller;

constexpr std::size_t most_unread_bytes = 16'384;

/// So many threads, and a short line before them.
class FewThreads : public httplib::TaskQueue {
  public:
    FewThreads() {
        for (std::size_t count = 0; count < HastyServer::most_served; ++count) {
            threads_.emplace_back([this] { work(); });
        }
    }

    void enqueue(std::function<void()> task) override {
        const Caller who{.came = std::chrono::steady_clock::now()};
        {
            const std::lock_guard lock{mutex_};
            if (tasks_.size() < HastyServer::most_waiting) {
                tasks_.emplace_back(who, std::move(task));
                changed_.notify_one();
                return;
            }
        }
        caller = {.came = who.came, .is_turned_away = true};
        task(); // closes the connection
    }

    void shutdown() override {
        {
            const std::lock_guard lock{mutex_};
            ending_ = true;
            changed_.notify_all();
        }
        threads_.clear(); // waits for them
    }

  private:
    void work() {
        std::unique_lock lock{mutex_};
        while (true) {
            changed_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
            if (tasks_.empty()) {
                return;
            }
            const auto [who, task] = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            caller = who;
            task();
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::pair<Caller, std::function<void()>>> tasks_;
    bool ending_ = false;
    std::vector<std::jthread> threads_;
};

/// A connection that has until a moment for the request, and then a while for the answer.
class TimedStream : public httplib::Stream {
  public:
    TimedStream(socket_t socket, Instant until) : socket_{socket}, until_{until} {}

    [[nodiscard]] bool is_readable() const override {
        return next_ < held_.size() || wait_for(POLLIN, until_);
    }
    [[nodiscard]] bool is_writable() const override { return wait_for(POLLOUT, end_of_answer()); }
    ssize_t read(char* bytes, size_t size) override {
        if (next_ == held_.size()) {
            held_.resize(most_held);
            const auto count =
                wait_for(POLLIN, until_) ? recv(socket_, held_.data(), held_.size(), 0) : -1;
            held_.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
            next_ = 0;
            if (count <= 0) {
                return count;
            }
        }
        const auto taken = held_.copy(bytes, size, next_);
        next_ += taken;
        return static_cast<ssize_t>(taken);
    }
    ssize_t write(const char* bytes, size_t size) override {
        return is_writable() ? send(socket_, bytes, size, MSG_NOSIGNAL) : -1;
    }
    void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
    void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
    [[nodiscard]] socket_t socket() const override { return socket_; }

  private:
    static constexpr std::size_t most_held = 4096;

    [[nodiscard]] Instant end_of_answer() const {
        if (!answered_) {
            answered_ = std::chrono::steady_clock::now();
        }
        return *answered_ + HastyServer::longest_answer;
    }
    /// What is there already is in time.
    [[nodiscard]] bool wait_for(short what, Instant until) const {
        int found = 0;
        do {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(
                until - std::chrono::steady_clock::now());
            pollfd watched{socket_, what, 0};
            found = poll(&watched, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
        } while (found < 0 && errno == EINTR);
        return found > 0;
    }

    socket_t socket_;
    Instant until_;
    mutable std::optional<Instant> answered_;
    std::string held_;
    std::size_t next_ = 0;
};

} // namespace

HastyServer::HastyServer() {
    new_task_queue = [] { return new FewThreads; };
}

void HastyServer::widen_the_door() {
    ::listen(svr_sock_, static_cast<int>(2 * (most_served + most_waiting)));
}

HastyServer::Instant HastyServer::came() {
    return caller.came;
}

bool HastyServer::process_and_close_socket(socket_t socket) {
    fcntl(socket, F_SETFL, O_NONBLOCK);
    TimedStream stream{socket, caller.came + longest_request};
    bool done = false;
    if (caller.is_turned_away) {
        constexpr std::string_view busy =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        send(socket, busy.data(), busy.size(), MSG_NOSIGNAL);
    } else if (stream.is_readable()) {
        bool closed = false;
        done = process_request(stream, true, closed, [](httplib::Request&) {});
    }
    shutdown(socket, SHUT_WR);
    // What is closed while something of it is unread may take the answer back.
    std::array<char, most_unread_bytes> unread{};
    recv(socket, unread.data(), unread.size(), 0);
    close(socket);
    return done;
}

} // namespace klik::chat::webhook_slack
