#pragma once

#include "engine/event.hpp"
#include "engine/prose.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::engine {

/// What kind of input led to a notice; by name in docs/protocol.md 3.
enum class CauseKind {
    fact,
    request,
    moment, ///< time alone
    rules,
    roles,
    people, ///< somebody was replaced or erased
    report, ///< of what became of another notice
    start,  ///< of klikd
};
[[nodiscard]] std::string_view canonical(CauseKind kind);

/// An input that led to a notice.
struct NoticeCause {
    domain::Sequence sequence{};
    domain::Moment at{};
    CauseKind what = CauseKind::moment;
    std::optional<FactIdentity> fact{}; ///< of a fact
    std::string via{};                  ///< of a fact or request; empty: klikd itself
    std::string request{};              ///< id of a request
    friend bool operator==(const NoticeCause&, const NoticeCause&) = default;
};
[[nodiscard]] NoticeCause cause_of(const Event& input);

/// The sequence of the input that an item gathered from, where that is not the notice's own cause.
[[nodiscard]] std::optional<domain::Sequence> gathered_from(const domain::NotificationItem& item);

/// How the item came to who was told: the notification says it of its first item alone.
[[nodiscard]] domain::Recipient recipient_of(const domain::Notification& notification,
                                             const domain::NotificationItem& item);

/// Why the item was told, in two or three sentences; persons are ids in it. `causes` begin with the
/// latest. `notice` is a `Notified`.
[[nodiscard]] Prose reason_of(const Event& notice, const domain::NotificationItem& item,
                              const std::vector<NoticeCause>& causes);

} // namespace klik::engine
