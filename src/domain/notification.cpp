#include "domain/notification.hpp"

#include <algorithm>
#include <array>

namespace klik::domain {

namespace {

constexpr std::array<std::string_view, 16> kinds{
    "reminder",       "overdue",        "colour_changed",     "colour_disagrees",
    "assigned",       "status_changed", "due_date_moved",     "unblocked",
    "blocked_again",  "date_conflict",  "prerequisite_cycle", "unknown_prerequisite",
    "unknown_status", "rule_violation", "request_refused",    "request_unanswered",
};

constexpr std::array<std::string_view, 6> roles{
    "assignee", "responsible", "project_leader", "klik_administrator", "mailbox", "requester",
};

template <class Enum, std::size_t size>
std::optional<Enum> named(const std::array<std::string_view, size>& names, std::string_view name) {
    const auto* found = std::ranges::find(names, name);
    if (found == names.end()) {
        return std::nullopt;
    }
    return static_cast<Enum>(found - names.begin());
}

} // namespace

std::string_view canonical(NotificationKind kind) {
    return kinds[static_cast<std::size_t>(kind)];
}

std::optional<NotificationKind> notification_kind(std::string_view name) {
    return named<NotificationKind>(kinds, name);
}

std::string_view canonical(Role role) {
    return roles[static_cast<std::size_t>(role)];
}

std::optional<Role> role(std::string_view name) {
    return named<Role>(roles, name);
}

} // namespace klik::domain
