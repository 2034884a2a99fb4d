#include "domain/notification.hpp"

#include "domain/names.hpp"

#include <array>

namespace klik::domain {

namespace {

constexpr std::array<std::string_view, notification_kind_count> kinds{
    "reminder",       "overdue",        "colour_changed",     "colour_disagrees",
    "assigned",       "status_changed", "due_date_moved",     "unblocked",
    "blocked_again",  "date_conflict",  "prerequisite_cycle", "unknown_prerequisite",
    "unknown_status", "rule_violation", "request_refused",    "request_unanswered",
    "knock_on",       "vacant_role",    "withdrawn",          "first_sight",
    "catch_up",
};

constexpr std::array<std::string_view, 4> reasons_to_pass{"vacant", "absent", "bounced",
                                                          "no_address"};

} // namespace

std::string_view canonical(NotificationKind kind) {
    return kinds[static_cast<std::size_t>(kind)];
}

std::optional<NotificationKind> notification_kind(std::string_view name) {
    return named<NotificationKind>(kinds, name);
}

std::string_view canonical(PassedOver why) {
    return reasons_to_pass[static_cast<std::size_t>(why)];
}

std::optional<PassedOver> passed_over(std::string_view name) {
    return named<PassedOver>(reasons_to_pass, name);
}

} // namespace klik::domain
