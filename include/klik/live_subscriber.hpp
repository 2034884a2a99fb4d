#pragma once

#include "klik/error.hpp"
#include "klik/event.hpp"
#include "klik/keys.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace klik {

struct LiveOptions {
    std::string live = "tcp://127.0.0.1:7510"; ///< klikd's live endpoint
    std::vector<std::string> kinds{};          ///< `state`, ...; empty for all
    std::chrono::milliseconds beat{
        1000};                       ///< klikd's; after three silent ones a new connection is made
    std::optional<CurveKeys> keys{}; ///< where klikd has CURVE on
};

/// Events of a kind that were published and did not arrive: those after `after` up to and including
/// `up_to`. A durable stream opened from `after` has them.
struct Gap {
    std::string kind;
    Sequence after = 0;
    Sequence up_to = 0;
    friend bool operator==(const Gap&, const Gap&) = default;
};

/// klikd has another journal than before: what was known of its state is void, take a snapshot.
struct NewEpoch {
    std::string epoch;
    friend bool operator==(const NewEpoch&, const NewEpoch&) = default;
};

/// Nothing came in time.
struct Silence {
    friend bool operator==(const Silence&, const Silence&) = default;
};

using LiveItem = std::variant<Event, Gap, NewEpoch, Silence>;

/// Events as they happen, best effort, with every loss told: by an event's `previous`, and by
/// klikd's beat where the last ones were lost. Not for use by several threads at once.
class LiveSubscriber {
  public:
    [[nodiscard]] static Result<LiveSubscriber> connect(LiveOptions options = {});
    LiveSubscriber(LiveSubscriber&&) noexcept;
    LiveSubscriber& operator=(LiveSubscriber&&) noexcept;
    ~LiveSubscriber();

    /// A gap comes before the event that shows it. What cannot be read is the error `unreadable`;
    /// the subscriber can go on.
    [[nodiscard]] Result<LiveItem> next(std::chrono::milliseconds timeout);

    /// For how long nothing has come, not even a beat; to be asked after a `next`. Three beats mean
    /// that there is no connection: klikd is away, this is not its live endpoint, or the key may
    /// not read.
    [[nodiscard]] std::chrono::milliseconds silent_for() const;

  private:
    class Subscription;
    explicit LiveSubscriber(std::unique_ptr<Subscription> subscription);
    std::unique_ptr<Subscription> subscription_;
};

} // namespace klik
