#pragma once

#include "calendar/ical.hpp"
#include "calendar/language.hpp"
#include "common/task.hpp"

#include <optional>
#include <string>

namespace klik::calendar {

/// The same for a task for ever: `9999-130101`.
[[nodiscard]] std::string uid_of(const std::string& municipality, std::int64_t number);

/// How a task is shown in one person's calendar.
struct Showing {
    Language language = Language::danish;
    std::string link;       ///< a URL; empty for none
    std::string status;     ///< canonical; the task's, or the one that was asked for
    std::string comment;    ///< empty for none
    common::Time noted{};   ///< when the status was asked for or the comment made
    bool in_a_feed = false; ///< read by anybody: no alarms, and nothing can be changed there
};

/// Adds the task's VTODO to a VCALENDAR.
void add_todo(icalcomponent& calendar, const common::Task& task, const Showing& showing);
/// A VCALENDAR with this one task.
[[nodiscard]] std::string todo_text(const common::Task& task, const Showing& showing);

/// Adds a VEVENT that takes all of the task's due date, which it must have.
void add_due_event(icalcomponent& calendar, const common::Task& task, const Showing& showing);

/// A status as a VTODO tells it.
struct TodoStatus {
    std::string word;           ///< `IN-PROCESS`; empty where it is missing
    std::optional<int> percent; ///< 0 to 100
    bool has_completed = false; ///< the property COMPLETED
    friend bool operator==(const TodoStatus&, const TodoStatus&) = default;
};
[[nodiscard]] TodoStatus todo_status(std::string_view status);

/// What a VTODO says once it has been in the hands of a server and of other programs.
struct TodoSeen {
    TodoStatus status;
    std::string shown;                     ///< the status that it had when we wrote it; or empty
    std::optional<std::uint64_t> revision; ///< of the task, when we wrote it
    std::string content;                   ///< all that must be as we wrote it, to be compared
};
/// None for what holds no VTODO.
[[nodiscard]] std::optional<TodoSeen> read_todo(const std::string& text);

/// The canonical status that somebody gave to a VTODO which had `shown` when we wrote it; none
/// where they left it alone.
[[nodiscard]] std::optional<std::string> wish_of(const TodoStatus& seen, std::string_view shown);

} // namespace klik::calendar
