#pragma once

#include "calendar/settings.hpp"
#include "calendar/store.hpp"
#include "common/task.hpp"

#include <optional>
#include <string>

namespace klik::calendar {

/// What stands in somebody's calendar about a task.
struct Presentation {
    std::string status; ///< canonical
    std::string text;   ///< a VCALENDAR
    std::string hash;   ///< of what it says, the times of its making left out
};

/// `wish` is the latest of this person about the task. A comment of the item that is about another
/// revision of the task is taken out of it.
[[nodiscard]] Presentation present(const Settings& settings, const common::Task& task,
                                   Language language, const std::optional<Wish>& wish, Item& item);

/// Name of the task's file in its collection, decoded.
[[nodiscard]] std::string file_name(const std::string& municipality, std::int64_t number);

/// The link that `settings` gives for the task; empty for none.
[[nodiscard]] std::string link_to(const Settings& settings, const common::Task& task);

/// Whether a task that is to be seen by `keeper`, and has this status, belongs into the item's
/// collection. A closed one stays where it was for some days.
[[nodiscard]] bool belongs(const Item& item, const std::string& keeper, std::string_view status,
                           std::chrono::days keep_closed, common::Time now);

/// A checksum that stays the same from version to version; no protection against anybody.
[[nodiscard]] std::string checksum(std::string_view text);

} // namespace klik::calendar
