#include "chat/channels/xmpp/connection.hpp"

#include "chat/channels/xmpp/attempt.hpp"

#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace klik::chat::xmpp {

namespace {

using Instant = std::chrono::steady_clock::time_point;

constexpr std::chrono::seconds longest_beginning{30};
constexpr std::chrono::seconds between_looks{1};
/// Beyond that the thread stops reading, and the server's own limits hold.
constexpr std::size_t most_unread = 1000;

} // namespace

/// What both threads share, and the thread.
class Connection::Line {
  public:
    explicit Line(Access access)
        : access_{std::move(access)}, wake_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)},
          thread_{[this](const std::stop_token& stop) { run(stop); }} {}

    ~Line() {
        thread_.request_stop();
        {
            const std::lock_guard lock{mutex_};
            changed_.notify_all();
            if (!connected_) {
                hang_up();
            }
        }
        wake();
        thread_.join();
        forget_socket();
        close(wake_);
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    void open() {
        const std::lock_guard lock{mutex_};
        wanted_ = true;
        changed_.notify_all();
    }

    void send(std::string xml) {
        const std::lock_guard lock{mutex_};
        if (connected_) {
            to_send_.push_back(std::move(xml));
            wake();
        }
    }

    void give_up(Error why) {
        const std::lock_guard lock{mutex_};
        given_up_ = std::move(why);
        hang_up();
    }

    std::vector<ConnectionEvent> wait(std::chrono::milliseconds patience) {
        std::unique_lock lock{mutex_};
        if (began_ && !connected_ &&
            std::chrono::steady_clock::now() > *began_ + longest_beginning) {
            given_up_ = Error{"unreachable", "it does not answer in time"};
            hang_up();
        }
        changed_.wait_for(lock, patience, [this] { return !events_.empty(); });
        std::vector<ConnectionEvent> events{std::make_move_iterator(events_.begin()),
                                            std::make_move_iterator(events_.end())};
        events_.clear();
        changed_.notify_all();
        return events;
    }

  private:
    void wake() const { eventfd_write(wake_, 1); }

    /// Breaks off whatever libstrophe waits for on its socket.
    void hang_up() const {
        if (socket_ >= 0) {
            shutdown(socket_, SHUT_RDWR);
        }
    }

    void forget_socket() {
        if (socket_ >= 0) {
            close(std::exchange(socket_, -1));
        }
    }

    void run(const std::stop_token& stop) {
        // libstrophe writes to connections that are gone, and the signal would end the program.
        sigset_t broken_pipes;
        sigemptyset(&broken_pipes);
        sigaddset(&broken_pipes, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &broken_pipes, nullptr);
        while (!stop.stop_requested()) {
            {
                std::unique_lock lock{mutex_};
                changed_.wait(lock, [&] { return wanted_ || stop.stop_requested(); });
                if (!wanted_) {
                    return;
                }
                wanted_ = false;
                began_ = std::chrono::steady_clock::now();
                given_up_.reset();
            }
            auto reason = talk(stop);
            const std::lock_guard lock{mutex_};
            forget_socket();
            to_send_.clear();
            connected_ = false;
            began_.reset();
            events_.emplace_back(Broken{given_up_.value_or(std::move(reason))});
            changed_.notify_all();
        }
    }

    Error talk(const std::stop_token& stop) {
        Attempt attempt{access_,
                        {.socket = [this](int descriptor) { keep_socket(descriptor); },
                         .connected = [this] { is_connected(); },
                         .stanza = [this](Stanza stanza) { push(std::move(stanza)); }}};
        while (!attempt.is_over() && !stop.stop_requested()) {
            send_all(attempt);
            attempt.work(between_looks, wake_);
            wait_until_read(stop);
        }
        send_all(attempt);
        attempt.end();
        return attempt.reason();
    }

    /// A descriptor of our own, since libstrophe closes its own when it likes.
    void keep_socket(int descriptor) {
        const std::lock_guard lock{mutex_};
        forget_socket();
        socket_ = dup(descriptor);
    }

    void is_connected() {
        const std::lock_guard lock{mutex_};
        connected_ = true;
        events_.emplace_back(Connected{});
        changed_.notify_all();
    }

    void push(Stanza stanza) {
        const std::lock_guard lock{mutex_};
        events_.emplace_back(std::move(stanza));
        changed_.notify_all();
    }

    void send_all(Attempt& attempt) {
        std::deque<std::string> stanzas;
        {
            const std::lock_guard lock{mutex_};
            stanzas.swap(to_send_);
        }
        eventfd_t count = 0;
        eventfd_read(wake_, &count);
        for (const auto& each : stanzas) {
            if (attempt.is_connected()) {
                attempt.send(each);
            }
        }
    }

    void wait_until_read(const std::stop_token& stop) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return events_.size() < most_unread || stop.stop_requested(); });
    }

    const Access access_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool wanted_ = false;
    bool connected_ = false;
    std::optional<Instant> began_;
    std::optional<Error> given_up_;
    int socket_ = -1;
    std::deque<std::string> to_send_;
    std::vector<ConnectionEvent> events_;
    int wake_;
    std::jthread thread_; // last: it uses all of the above
};

Connection::Connection(Access access) : line_{std::make_unique<Line>(std::move(access))} {}

Connection::~Connection() = default;

void Connection::open() {
    line_->open();
}

void Connection::send(std::string xml) {
    line_->send(std::move(xml));
}

void Connection::give_up(Error why) {
    line_->give_up(std::move(why));
}

std::vector<ConnectionEvent> Connection::wait(std::chrono::milliseconds patience) {
    return line_->wait(patience);
}

} // namespace klik::chat::xmpp
