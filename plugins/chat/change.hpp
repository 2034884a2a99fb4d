#pragma once

#include "chat/kind.hpp"
#include "common/clock.hpp"

#include <klik/event.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace klik::chat {

/// What rooms were told last of a task.
struct Seen {
    std::string title;
    std::string project;
    std::string phase;
    std::string status;       ///< canonical, or what the platform calls it
    std::string status_label; ///< the platform's word
    std::string colour;       ///< canonical
    std::string due_date;     ///< `YYYY-MM-DD` or empty
    std::string assignee;     ///< id or empty
    std::vector<std::int64_t> blocked_by;
    Sequence sequence = 0; ///< of the state
    friend bool operator==(const Seen&, const Seen&) = default;
};

/// The word for a status: canonical, or the platform's where klikd knows none for it.
[[nodiscard]] std::string_view status_word(std::string_view status, std::string_view label);

/// The data of a state event.
[[nodiscard]] Seen seen_in(const Value& state, Sequence sequence);

/// A piece of news for rooms.
struct Change {
    Kind kind{};
    std::int64_t number = 0;            ///< 0: about no task
    Seen task{};                        ///< as it is now; of a task that is gone, as it was
    std::string from{};                 ///< by kind: status, date, id, colour
    std::string to{};                   ///< likewise
    std::vector<std::int64_t> others{}; ///< tasks that it waits for, or that wait
    /// Stays the same over a restart and a repetition, and belongs to no other change.
    std::string key{};
    std::string event{};  ///< id of a notification, where an item of one is the reason
    std::string item{};   ///< the item's key
    std::string person{}; ///< its recipient; of a wish, who had it
    /// Of a system event what it tells, of a wish which field was to be what.
    std::vector<std::pair<std::string, std::string>> details{};
    std::string via{}; ///< of a wish: by which client
};

/// What has become otherwise. `before` is none where rooms know nothing of the task; `after` is
/// none where it is gone. `event` is the id of the event that told it.
[[nodiscard]] std::vector<Change> changes_between(std::int64_t number,
                                                  const std::optional<Seen>& before,
                                                  const std::optional<Seen>& after,
                                                  const std::string& event);

/// What a notification has that is a matter of the task, and not of the person alone: nothing that
/// the task's state tells too. Of what several people are told, the key is one. `task` of each is
/// empty.
[[nodiscard]] std::vector<Change> changes_in_notification(const Event& event);

/// An outcome that leaves a wish unfulfilled, whoever had it.
[[nodiscard]] std::optional<Change> change_in_outcome(const Event& event);

/// What an operator has to know.
[[nodiscard]] std::optional<Change> change_in_system_event(const Event& event);

} // namespace klik::chat
