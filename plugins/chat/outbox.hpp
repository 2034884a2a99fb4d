#pragma once

#include "chat/draft.hpp"
#include "chat/room.hpp"
#include "chat/store.hpp"
#include "common/clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace klik::chat {

/// A change that waits to be part of a post.
struct WaitingLine {
    std::int64_t id = 0;
    std::int64_t number = 0;
    Kind kind{};
    std::string from{};
    std::string to{};
    DraftLine draft{};
    common::Time since{};
};

/// What matters most of all that waits for a room, where it is much: of a task the latest state of
/// each matter alone.
struct Excerpt {
    std::vector<DraftLine> lines; ///< the most important first, and of these the oldest
    std::int64_t number = 0;      ///< of the task where there is one line
    std::size_t count = 0;        ///< of all that there would be
    std::int64_t last = 0;        ///< id of the last line that waits
};

/// A post as it is kept; `id` never changes, and neither does what it says.
struct KeptPost {
    std::int64_t id = 0;
    std::string channel{};
    std::string room{};  ///< of the settings; empty for what is said to somebody alone
    std::string place{}; ///< as the channel calls the room
    std::string municipality{};
    std::int64_t number = 0; ///< of the one task that it is about, or 0
    Draft draft{};
    std::string answers{};
    std::string replaces{};
};

/// A post that is next, without what it says.
struct NextPost {
    std::int64_t id = 0;
    std::string place{};
    std::string answers{};
};

/// What became of an item of a notification that a room heard.
struct Report {
    std::int64_t id = 0;
    std::int64_t number = 0;
    std::string event{};
    std::string item{};
    std::string person{};
    std::string outcome{};
    std::string detail{};
};

/// What waits to be said, what was said, and where it stands.
class Outbox {
  public:
    explicit Outbox(const Store& store) : database_{store.database()}, name_{store.name()} {}

    /// The same change in the same room is one line; another item of a notification that says the
    /// same is noted for its report.
    void add(const Room& room, const Change& change, const DraftLine& draft,
             common::Time now) const;
    [[nodiscard]] std::size_t count_waiting(const std::string& room) const;
    /// When lines that wait came, without those that came in the same minute as another.
    [[nodiscard]] std::vector<common::Time> minutes_waiting(const std::string& room) const;
    /// The first of them.
    [[nodiscard]] std::vector<WaitingLine> waiting(const std::string& room, std::size_t most) const;
    [[nodiscard]] Excerpt excerpt(const std::string& room, std::size_t most) const;
    [[nodiscard]] std::vector<std::string> rooms_with_lines() const;
    /// The lines are in the post from now on, which waits.
    std::int64_t compose(const KeptPost& post, const std::vector<WaitingLine>& lines,
                         common::Time now) const;
    /// All lines of its room up to this one are in it.
    void compose_digest(const KeptPost& post, std::int64_t last, common::Time now) const;
    std::int64_t answer(const KeptPost& post, common::Time now) const {
        return compose(post, {}, now);
    }
    /// The channel's name of a post since then that said this one change, to the room.
    [[nodiscard]] std::string place_of(const std::string& room, std::int64_t number, Kind kind,
                                       const std::string& from, const std::string& to,
                                       common::Time since) const;

    /// The first post that waits for each room, and each that waits for somebody alone: oldest
    /// first, answers before others.
    [[nodiscard]] std::vector<NextPost> next_posts(const std::string& channel) const;
    [[nodiscard]] std::optional<KeptPost> post(std::int64_t id) const;
    [[nodiscard]] bool has_post(const Room& room) const;
    /// Its last post of which an end is known was given up.
    [[nodiscard]] bool was_refused(const Room& room) const;
    /// The tasks that it tells of.
    [[nodiscard]] std::vector<std::int64_t> tasks_of(std::int64_t post) const;
    /// The id that the channel sees, and back; none for what is not ours.
    [[nodiscard]] std::string id_of(std::int64_t post) const;
    [[nodiscard]] std::optional<std::int64_t> post_with(const std::string& id) const;
    void posted(std::int64_t post, const std::string& own_place, common::Time now) const;
    /// It never will be.
    void refused(std::int64_t post, const std::string& why) const;

    [[nodiscard]] std::vector<Report> reports(const std::string& municipality) const;
    void reported(const Report& report) const;

    /// The settings may be others than when it was stored: what waits goes by the rooms as they are
    /// now. Gives the names of rooms that are no more, of which all that waited is dropped.
    [[nodiscard]] std::vector<std::string> keep_to(const std::vector<Room>& rooms) const;
    /// klikd has another journal, which may give the ids of its events to others.
    void forget_ids_of_events() const;
    /// What nobody asks for any more.
    void forget_before(common::Time time) const;

  private:
    /// Whoever is answered may be named by an address, and nobody asks for it any more.
    void forget_what_it_answers(std::int64_t post) const;
    void note_outcome(std::int64_t post, std::string_view outcome, std::string_view detail) const;

    const common::Database& database_;
    std::string name_;
};

} // namespace klik::chat
