#include "klik/live_subscriber.hpp"

#include "client/event_frames.hpp"
#include "client/socket.hpp"

#include <algorithm>
#include <deque>
#include <map>

namespace klik {

namespace {

using client::Deadline;
using client::Milliseconds;

} // namespace

class LiveSubscriber::Subscription {
  public:
    explicit Subscription(LiveOptions options) : options_{std::move(options)} {}

    [[nodiscard]] Result<void> connect() {
        socket_.reset();
        auto socket = client::Socket::connect(context_, client::SocketKind::live, options_.live,
                                              options_.keys);
        if (!socket) {
            return std::unexpected(std::move(socket.error()));
        }
        socket_.emplace(*std::move(socket));
        heard_ = std::chrono::steady_clock::now();
        return {};
    }

    [[nodiscard]] Milliseconds silent_for() const {
        return std::chrono::floor<Milliseconds>(std::chrono::steady_clock::now() - last_message_);
    }

    [[nodiscard]] Result<LiveItem> next(Milliseconds timeout) {
        const Deadline deadline{timeout};
        while (ready_.empty()) {
            if (auto taken = take_message(deadline); !taken) {
                return std::unexpected(std::move(taken.error()));
            }
            if (ready_.empty() && deadline.passed()) {
                return Silence{};
            }
        }
        LiveItem item = std::move(ready_.front());
        ready_.pop_front();
        return item;
    }

  private:
    [[nodiscard]] Result<void> take_message(const Deadline& deadline) {
        const auto silent_at = heard_ + client::silent_beats * options_.beat;
        const auto until_silent =
            std::max(Milliseconds::zero(),
                     std::chrono::ceil<Milliseconds>(silent_at - std::chrono::steady_clock::now()));
        const auto frames = socket_->receive(std::min(deadline.left(), until_silent));
        if (!frames) {
            return std::unexpected(frames.error());
        }
        if (!*frames) {
            return std::chrono::steady_clock::now() >= silent_at ? connect() : Result<void>{};
        }
        heard_ = last_message_ = std::chrono::steady_clock::now();
        const client::Frames& parts = **frames;
        if (parts.size() != 2) {
            return std::unexpected(
                Error{"unreadable", "a message that is not a topic and an envelope"});
        }
        return client::is_beat(parts[0]) ? take_beat(parts[1]) : take_event(parts[0], parts[1]);
    }

    [[nodiscard]] Result<void> take_event(const std::string& topic, const std::string& envelope) {
        auto event = client::event_from(topic, envelope);
        if (!event) {
            return std::unexpected(std::move(event.error()));
        }
        enter_epoch(event->epoch);
        if (!wanted(event->kind)) {
            return {};
        }
        const auto [last, first_of_kind] = last_.try_emplace(event->kind, event->previous);
        if (event->previous > last->second) {
            ready_.emplace_back(Gap{event->kind, last->second, event->previous});
        }
        last->second = std::max(last->second, event->sequence);
        ready_.emplace_back(*std::move(event));
        return {};
    }

    [[nodiscard]] Result<void> take_beat(const std::string& payload) {
        const auto beat = client::beat_from(payload);
        if (!beat) {
            return std::unexpected(beat.error());
        }
        enter_epoch(beat->epoch);
        for (const auto& [kind, head] : beat->heads) {
            if (!wanted(kind)) {
                continue;
            }
            const auto [last, first_of_kind] = last_.try_emplace(kind, head);
            if (head > last->second) {
                ready_.emplace_back(Gap{kind, last->second, head});
                last->second = head;
            }
        }
        return {};
    }

    void enter_epoch(const std::string& epoch) {
        if (!epoch_.empty() && epoch != epoch_) {
            last_.clear();
            ready_.emplace_back(NewEpoch{epoch});
        }
        epoch_ = epoch;
    }

    [[nodiscard]] bool wanted(const std::string& kind) const {
        return options_.kinds.empty() ||
               std::ranges::find(options_.kinds, kind) != options_.kinds.end();
    }

    LiveOptions options_;
    // Its own, so that it shares no thread with others and ends in any order.
    zmq::context_t context_{1};
    std::optional<client::Socket> socket_;
    std::chrono::steady_clock::time_point heard_; ///< or when the socket was made
    std::chrono::steady_clock::time_point last_message_ = std::chrono::steady_clock::now();
    std::string epoch_;
    std::map<std::string, Sequence> last_; ///< by kind: all up to here came, or is told as lost
    std::deque<LiveItem> ready_;
};

LiveSubscriber::LiveSubscriber(std::unique_ptr<Subscription> subscription)
    : subscription_{std::move(subscription)} {}
LiveSubscriber::LiveSubscriber(LiveSubscriber&&) noexcept = default;
LiveSubscriber& LiveSubscriber::operator=(LiveSubscriber&&) noexcept = default;
LiveSubscriber::~LiveSubscriber() = default;

Result<LiveSubscriber> LiveSubscriber::connect(LiveOptions options) {
    auto subscription = std::make_unique<Subscription>(std::move(options));
    if (auto connected = subscription->connect(); !connected) {
        return std::unexpected(std::move(connected.error()));
    }
    return LiveSubscriber{std::move(subscription)};
}

Result<LiveItem> LiveSubscriber::next(std::chrono::milliseconds timeout) {
    return subscription_->next(timeout);
}

std::chrono::milliseconds LiveSubscriber::silent_for() const {
    return subscription_->silent_for();
}

} // namespace klik
