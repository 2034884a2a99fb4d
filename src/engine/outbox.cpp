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

const PendingItem* word_before(const Outboxes& outboxes, const PersonId& person,
                               const PendingItem& newer) {
    const auto in_box = [&](const PersonId& whose, const auto& is_before) -> const PendingItem* {
        const Outbox* box = outboxes.find(whose);
        if (box == nullptr) {
            return nullptr;
        }
        const auto found = std::ranges::find_if(
            box->items, [&](const PendingItem& item) { return is_before(newer, item); });
        return found == box->items.end() ? nullptr : &*found;
    };
    if (const PendingItem* own = in_box(person, is_later_word)) {
        return own;
    }
    for (const PersonId& other : outboxes.waiting_for(newer.number)) {
        if (const PendingItem* theirs = in_box(other, takes_its_place)) {
            return theirs;
        }
    }
    return nullptr;
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

const std::set<PersonId>& Outboxes::waiting_for(domain::TaskNumber number) const {
    static const std::set<PersonId> nobody;
    const auto found = by_task_.find(number);
    return found == by_task_.end() ? nobody : found->second;
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
    by_task_[gathered.item.number].insert(gathered.person);
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
    for (const PendingItem& item : found->second.items) {
        const auto about = by_task_.find(item.number);
        if (about == by_task_.end()) {
            continue;
        }
        about->second.erase(emptied.person);
        if (about->second.empty()) {
            by_task_.erase(about);
        }
    }
    boxes_.erase(found);
}

void Outboxes::count(const PersonId& person, domain::Date day) {
    NoticesOfDay& told = told_[person];
    told = {day, told.day == day ? told.count + 1 : 1};
}

void Outboxes::put(const PersonId& person, Outbox box) {
    list(person, box.waiting);
    for (const PendingItem& item : box.items) {
        by_task_[item.number].insert(person);
    }
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
