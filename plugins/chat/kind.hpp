#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace klik::chat {

/// What a room may hear of. The first ones come from a task's state, the next from what klikd tells
/// people about it, the last from klikd itself.
enum class Kind : std::uint8_t {
    added,
    removed,
    status_changed,
    due_date_moved,
    assigned,
    colour_changed,
    blocked,
    unblocked,

    overdue,
    knock_on,
    date_conflict,
    prerequisite_cycle,
    rule_violation,
    colour_disagrees,
    vacant_role,

    request,
    system,
};

[[nodiscard]] std::string_view name_of(Kind kind);
[[nodiscard]] std::optional<Kind> kind_named(std::string_view name);
/// The names of all, `a, b, c`.
[[nodiscard]] std::string names_of_kinds();
/// All, what matters most to a room first: what somebody has to do something about, then what
/// changes a plan, then news.
[[nodiscard]] std::span<const Kind> kinds_by_weight();
/// What a room hears of that does not say.
[[nodiscard]] std::set<Kind> usual_kinds();

} // namespace klik::chat
