#include "engine/outbox.hpp"

#include <algorithm>

namespace klik::engine {

using domain::NotificationKind;
using domain::PersonId;

bool latest_word_counts(NotificationKind kind) {
    switch (kind) {
    case NotificationKind::assigned:
    case NotificationKind::status_changed:
    case NotificationKind::due_date_moved:
    case NotificationKind::unblocked:
    case NotificationKind::blocked_again:
        return true;
    default:
        return false;
    }
}

bool is_later_word(const PendingItem& newer, const PendingItem& older) {
    return latest_word_counts(newer.occasion.kind) && older.occasion.kind == newer.occasion.kind &&
           older.number == newer.number;
}

bool takes_its_place(const PendingItem& newer, const PendingItem& older) {
    return is_later_word(newer, older) && older.role == newer.role;
}

const Outbox* Outboxes::find(const PersonId& person) const {
    const auto found = boxes_.find(person);
    return found == boxes_.end() ? nullptr : &found->second;
}

std::vector<PersonId> Outboxes::for_start() const {
    std::vector<PersonId> people;
    for (const auto& [person, box] : boxes_) {
        if (box.waiting == Waiting{}) {
            people.push_back(person);
        }
    }
    return people;
}

int Outboxes::told_on(const PersonId& person, domain::Date day) const {
    const auto found = told_.find(person);
    return found == told_.end() || found->second.day != day ? 0 : found->second.count;
}

void Outboxes::take(const NoticeGathered& gathered) {
    const auto [found, is_new] = boxes_.try_emplace(gathered.person);
    Outbox& box = found->second;
    std::erase_if(box.items,
                  [&](const PendingItem& older) { return takes_its_place(gathered.item, older); });
    box.items.push_back(gathered.item);
    if (is_new) {
        box.waiting = gathered.waiting;
        list(gathered.person, box.waiting);
    }
}

void Outboxes::take(const OutboxScheduled& scheduled) {
    Outbox& box = boxes_.at(scheduled.person);
    unlist(scheduled.person, box.waiting);
    box.waiting = scheduled.waiting;
    list(scheduled.person, box.waiting);
    for (PendingItem& item : box.items) {
        item.late = item.late || scheduled.late;
    }
}

void Outboxes::take(const OutboxEmptied& emptied) {
    const auto found = boxes_.find(emptied.person);
    unlist(emptied.person, found->second.waiting);
    boxes_.erase(found);
}

void Outboxes::count(const PersonId& person, domain::Date day) {
    NoticesOfDay& told = told_[person];
    told = {day, told.day == day ? told.count + 1 : 1};
}

void Outboxes::put(const PersonId& person, Outbox box) {
    list(person, box.waiting);
    boxes_[person] = std::move(box);
}

void Outboxes::list(const PersonId& person, const Waiting& waiting) {
    if (waiting.until) {
        gathering_.emplace(*waiting.until, person);
    }
    if (waiting.run_on) {
        for_runs_[*waiting.run_on].insert(person);
    }
}

void Outboxes::unlist(const PersonId& person, const Waiting& waiting) {
    if (waiting.until) {
        gathering_.erase({*waiting.until, person});
    }
    if (!waiting.run_on) {
        return;
    }
    const auto found = for_runs_.find(*waiting.run_on);
    found->second.erase(person);
    if (found->second.empty()) {
        for_runs_.erase(found);
    }
}

} // namespace klik::engine
