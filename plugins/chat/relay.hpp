#pragma once

#include "chat/channel.hpp"
#include "chat/outbox.hpp"
#include "chat/settings.hpp"
#include "chat/wording.hpp"
#include "common/clock.hpp"
#include "common/log.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace klik::chat {

/// One channel's posts: makes them of the lines that wait, hands them over, one for each room at a
/// time, and keeps what became of them.
class Relay {
  public:
    using Instant = std::chrono::steady_clock::time_point;
    /// A person's name in a municipality; empty where it is not known.
    using Names =
        std::function<std::string(const std::string& municipality, const std::string& person)>;

    /// A change that is undone within this time stands instead of the first word of it.
    static constexpr std::chrono::minutes mending{15};
    /// A channel that says nothing of a post for so long is handed it again.
    static constexpr std::chrono::minutes longest_wait{2};

    Relay(const Settings& settings, std::string channel_name, Channel& channel, const Store& store,
          Names names)
        : settings_{settings}, name_{std::move(channel_name)}, channel_{channel}, store_{store},
          outbox_{store}, names_{std::move(names)} {}

    [[nodiscard]] const std::string& name() const { return name_; }
    /// Makes posts of lines, in rooms that are not quiet now. `now` goes by klikd's clock,
    /// `instant` is real.
    void compose(common::Time now, Instant instant);
    /// Answers, and what is not held back by quiet hours.
    void hand_over(common::Time now, Instant instant);
    struct Heard {
        std::vector<Said> said;
        std::vector<Missed> missed;
    };
    /// Lets the channel work; gives what people said.
    [[nodiscard]] Heard work(std::chrono::milliseconds patience, common::Time now, Instant instant);

    /// A post was handed over of which the channel has not said what became of it.
    [[nodiscard]] bool is_under_way() const;

  private:
    struct UnderWay {
        std::int64_t post = 0;
        std::string place; ///< as the channel calls it; empty for what is said to somebody alone
        std::string room;
        Instant since{};
    };
    /// The state of a room; of what is said to somebody alone, that of the answer.
    struct Door {
        std::optional<UnderWay> under_way;
        int failures = 0;
        Instant again{};
        common::Trouble trouble{"H220", "H221"};
    };

    /// How much a room was told of late.
    struct Pace {
        std::deque<Instant> recent; ///< a digest counts as all that a room takes at once
        bool gathers = false;       ///< it was too much: what waits becomes one digest
    };

    void compose(const Room& room, common::Time now, Instant instant);
    void compose_each(const Room& room, const std::vector<WaitingLine>& lines, common::Time now);
    void compose_digest(const Room& room, common::Time now);
    /// As many lines as the channel takes; it says how many there are beside them.
    [[nodiscard]] Draft digest(const Room& room, Excerpt excerpt) const;
    [[nodiscard]] Wording wording_for(const Room* room, const std::string& municipality) const;
    [[nodiscard]] bool were_held(const Room& room) const;
    [[nodiscard]] std::string replaced_by(const Room& room, const WaitingLine& line,
                                          common::Time now) const;
    [[nodiscard]] bool waits_for_the_morning(const NextPost& next, common::Time now) const;
    [[nodiscard]] Post handed(const KeptPost& kept) const;
    void take(const Posted& posted, common::Time now);
    void take(const NotPosted& failed, Instant instant);
    [[nodiscard]] Door* door_of(std::int64_t post);
    void close_idle_doors();
    void give_up(std::int64_t post, const UnderWay& was, const NotPosted& failed) const;

    const Settings& settings_;
    std::string name_;
    Channel& channel_;
    const Store& store_;
    Outbox outbox_;
    Names names_;
    std::map<std::string, Door> doors_;
    std::map<std::string, Pace> paces_; ///< by room
};

} // namespace klik::chat
