#pragma once

#include "chat/change.hpp"
#include "common/database.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace klik::chat {

/// How far klikd's events of a municipality were taken.
struct Place {
    std::string epoch;
    Sequence sequence = 0;
    friend bool operator==(const Place&, const Place&) = default;
};

/// What klik-chat must not forget, in one file for all municipalities and channels; no names of
/// people are in it. `Outbox` and `CommandLog` are two of its parts.
class Store {
  public:
    [[nodiscard]] static Store open(const std::filesystem::path& folder);
    /// What to do where the file itself is broken; none for any other failure.
    [[nodiscard]] static std::optional<std::string>
    damage_in_words(const std::filesystem::path& folder, const common::DatabaseFailure& failure);
    /// A copy in memory.
    [[nodiscard]] static Store copy_of(const std::filesystem::path& folder);

    [[nodiscard]] const common::Database& database() const { return database_; }
    [[nodiscard]] common::Transaction transaction() const { return common::Transaction{database_}; }
    /// Made with the file, so that no other file's ids are taken for its own.
    [[nodiscard]] std::string name() const;

    [[nodiscard]] std::optional<Place> place(const std::string& municipality) const;
    void set_place(const std::string& municipality, const Place& place) const;

    [[nodiscard]] std::optional<Seen> seen(const std::string& municipality,
                                           std::int64_t number) const;
    void see(const std::string& municipality, std::int64_t number, const Seen& seen) const;
    void forget(const std::string& municipality, std::int64_t number) const;
    /// Until when a room of a channel was heard, by the real clock.
    [[nodiscard]] std::optional<std::chrono::sys_seconds>
    heard_until(const std::string& channel, const std::string& place) const;
    void set_heard_until(const std::string& channel, const std::string& place,
                         std::chrono::sys_seconds until) const;

    /// `event` is a `dk.klik.task.change_requested.v1`.
    void note_wish(const std::string& municipality, const Event& event, common::Time now) const;
    /// Says in the change what was wished for, and by whom, where that is known.
    void recall_wish(const std::string& municipality, const std::string& request,
                     Change& change) const;
    void forget_wishes_before(common::Time time) const;

    /// Whoever was erased gives no commands until the settings say somebody else's id.
    void note_erased(const std::string& municipality, const std::string& person) const;
    [[nodiscard]] bool is_erased(const std::string& municipality, const std::string& person) const;

    [[nodiscard]] std::vector<std::int64_t> numbers(const std::string& municipality) const;

  private:
    explicit Store(common::Database database) : database_{std::move(database)} {}
    common::Database database_;
};

} // namespace klik::chat
