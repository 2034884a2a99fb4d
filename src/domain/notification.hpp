#pragma once

#include "domain/ids.hpp"
#include "domain/role.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace klik::domain {

/// docs/rules.md 7; the enumerators' names are the names on the wire.
enum class NotificationKind {
    reminder,
    overdue,
    colour_changed,
    colour_disagrees,
    assigned,
    status_changed,
    due_date_moved,
    unblocked,
    blocked_again,
    date_conflict,
    prerequisite_cycle,
    unknown_prerequisite,
    unknown_status,
    rule_violation,
    request_refused,
    request_unanswered,
    knock_on,
    vacant_role,
    withdrawn,
    first_sight,
    catch_up,
};
inline constexpr std::size_t notification_kind_count = 21;
[[nodiscard]] std::string_view canonical(NotificationKind kind);
[[nodiscard]] std::optional<NotificationKind> notification_kind(std::string_view name);

/// Why a role that was asked first did not get the notice.
enum class PassedOver { vacant, absent, bounced, no_address };
[[nodiscard]] std::string_view canonical(PassedOver why);
[[nodiscard]] std::optional<PassedOver> passed_over(std::string_view name);

struct AskedBefore {
    Role role;
    PassedOver why{};
    friend bool operator==(const AskedBefore&, const AskedBefore&) = default;
};

/// Who is told, and how the notice came to them.
struct Recipient {
    PersonId person;
    Role role = Role::mailbox;    ///< the role in which the person is told
    std::vector<AskedBefore> via; ///< the roles asked before it, in order
    bool deputy = false;          ///< stands in for whoever holds the role
    friend bool operator==(const Recipient&, const Recipient&) = default;
};

struct NotificationItem {
    /// Task, due date, step or occasion, person; the same after restore and replay.
    std::string key;
    TaskNumber number;
    NotificationKind kind{};
    std::string rule;                         ///< clause of docs/rules.md, such as `7.ladder.14d`
    std::map<std::string, std::string> facts; ///< what the rule looked at
    std::string text_da;
    std::string text_en;
    std::string thread;      ///< items of one task share it
    std::string withdraws{}; ///< key of the item that this one takes back; empty: none
    friend bool operator==(const NotificationItem&, const NotificationItem&) = default;
};

enum class Urgency { normal, high };

struct Notification {
    Recipient recipient;
    std::vector<NotificationItem> items;
    bool late = false;
    Urgency urgency = Urgency::normal;
    friend bool operator==(const Notification&, const Notification&) = default;
};

} // namespace klik::domain
