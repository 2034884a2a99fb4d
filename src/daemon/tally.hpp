#pragma once

#include "engine/event.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace klik::daemon {

/// How many values lay between some bounds.
template <std::size_t bound_count>
class Distribution {
  public:
    explicit constexpr Distribution(const std::array<double, bound_count>& bounds)
        : bounds_{bounds} {}

    void add(double value) {
        const auto bucket = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
        ++counts_[static_cast<std::size_t>(bucket)];
        sum_ += value;
    }

    [[nodiscard]] const std::array<double, bound_count>& bounds() const { return bounds_; }
    /// Of each bound those up to it and above the one before; behind them those above all.
    [[nodiscard]] const std::array<std::uint64_t, bound_count + 1>& counts() const {
        return counts_;
    }
    [[nodiscard]] double sum() const { return sum_; }

  private:
    std::array<double, bound_count> bounds_;
    std::array<std::uint64_t, bound_count + 1> counts_{};
    double sum_ = 0;
};

/// What the commits of all municipalities took, since the start.
struct CommitTally {
    Distribution<12> sync_seconds{
        {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5}};
    Distribution<11> facts{{0, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000}};
    Distribution<12> records{{0, 1, 2, 5, 10, 25, 50, 100, 250, 1000, 2500, 10000}};
};

/// What became of a notification's item: klikd published it, or somebody who delivers told so.
enum class NoticeOutcome : std::uint8_t { published, delivered, deferred, bounced, failed };
inline constexpr std::size_t notice_outcome_count = 5;
[[nodiscard]] std::string_view canonical(NoticeOutcome outcome);

/// What was decided for one municipality since the start, counted in the loop: plain numbers that
/// one thread owns. What a batch has decided counts once it is durable.
class DeskTally {
  public:
    /// Conclusions of requests, by outcome and by the reason's code.
    using Decisions = std::map<std::pair<engine::Outcome, std::string>, std::uint64_t>;
    struct Counts {
        std::array<std::uint64_t, engine::event_kind_count> events{};
        /// Items by `NotificationKind` and `NoticeOutcome`.
        std::array<std::array<std::uint64_t, notice_outcome_count>, domain::notification_kind_count>
            notices{};
        Decisions decisions{};

        void add(const Counts& others);
    };

    /// `kind` is that of the event.
    void count(const engine::Event& event, engine::EventKind kind) {
        open_ = true;
        ++batch_.events[static_cast<std::size_t>(kind)];
        if (kind == engine::EventKind::notification || kind == engine::EventKind::request) {
            count_content(event);
        }
    }
    void count_delivery(domain::NotificationKind kind, engine::DeliveryOutcome outcome);

    /// The batch is durable.
    void settle();
    /// It is not.
    void forget_batch();

    [[nodiscard]] const Counts& settled() const { return settled_; }

  private:
    void count_content(const engine::Event& event);
    [[nodiscard]] std::uint64_t& item(domain::NotificationKind kind, NoticeOutcome outcome);

    Counts settled_;
    Counts batch_;
    bool open_ = false; ///< `batch_` holds something
};

} // namespace klik::daemon
