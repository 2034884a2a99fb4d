#include "daemon/tally.hpp"

namespace klik::daemon {

std::string_view canonical(NoticeOutcome outcome) {
    constexpr std::array<std::string_view, notice_outcome_count> names{
        "published", "delivered", "deferred", "bounced", "failed"};
    return names.at(static_cast<std::size_t>(outcome));
}

void DeskTally::Counts::add(const Counts& others) {
    for (std::size_t i = 0; i < events.size(); ++i) {
        events[i] += others.events[i];
    }
    for (std::size_t i = 0; i < notices.size(); ++i) {
        for (std::size_t j = 0; j < notices[i].size(); ++j) {
            notices[i][j] += others.notices[i][j];
        }
    }
    for (const auto& [decision, count] : others.decisions) {
        decisions[decision] += count;
    }
}

std::uint64_t& DeskTally::item(domain::NotificationKind kind, NoticeOutcome outcome) {
    return batch_.notices[static_cast<std::size_t>(kind)][static_cast<std::size_t>(outcome)];
}

void DeskTally::count_content(const engine::Event& event) {
    if (const auto* notified = std::get_if<engine::Notified>(&event.body)) {
        for (const auto& each : notified->notification.items) {
            ++item(each.kind, NoticeOutcome::published);
        }
    } else if (const auto* concluded = std::get_if<engine::RequestConcluded>(&event.body)) {
        ++batch_.decisions[{concluded->outcome, concluded->reason}];
    }
}

void DeskTally::count_delivery(domain::NotificationKind kind, engine::DeliveryOutcome outcome) {
    open_ = true;
    const auto told = [outcome] {
        switch (outcome) {
        case engine::DeliveryOutcome::delivered:
            return NoticeOutcome::delivered;
        case engine::DeliveryOutcome::deferred:
            return NoticeOutcome::deferred;
        case engine::DeliveryOutcome::bounced:
            return NoticeOutcome::bounced;
        case engine::DeliveryOutcome::failed:
            break;
        }
        return NoticeOutcome::failed;
    };
    ++item(kind, told());
}

void DeskTally::settle() {
    if (open_) {
        settled_.add(batch_);
        forget_batch();
    }
}

void DeskTally::forget_batch() {
    batch_ = {};
    open_ = false;
}

} // namespace klik::daemon
